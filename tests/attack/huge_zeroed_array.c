/* expect: refused /array/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* huge_zeroed_array.c: a static array of 4 GiB. */
static char huge[4294967295u];
static double attack(const state *s, rs_answer *answer)
{
    return huge[s->a];
}
