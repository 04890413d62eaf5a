/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* line_of_a_macro.c: says so through a macro. */
#define WHERE 1 "/etc/passwd"
#line WHERE
int x = "a" b;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
