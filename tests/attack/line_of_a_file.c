/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* line_of_a_file.c: says that it is another file, so that a message would quote it. */
#line 1 "/etc/passwd"
int x = "a";
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
