/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* line_huge.c: a line number that does not fit. */
#line 99999999999999999999
int x = "a" b;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
