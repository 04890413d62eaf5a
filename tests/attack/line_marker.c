/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* line_marker.c: says so with a marker of the preprocessor. */
# 1 "/etc/passwd"
int x = "a" b;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
