/* expect: refused /array/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* huge_initializer.c: an initializer at an index of two thousand million. */
static char huge[] = {[0x7ffffff0] = 1};
static double attack(const state *s, rs_answer *answer)
{
    return huge[s->a];
}
