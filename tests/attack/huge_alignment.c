/* expect: refused /alignment/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* huge_alignment.c: an alignment of 1 GiB. */
static char far_away __attribute__((aligned(1 << 30)));
static double attack(const state *s, rs_answer *answer)
{
    return far_away;
}
