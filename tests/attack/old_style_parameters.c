/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* old_style_parameters.c: parameters in the old style, wrongly. */
static int old(a, b, c)
    int a; char *c; struct x { int y; } b;
{
    return old();
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
