/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* condition_bomb.c: an expression of #if that nests 30,000 deep. */
#define L1 ((((((((((
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
#define L5 L4 L4 L4 L4 L4 L4 L4 L4 L4 L4
#if L5 1
#endif
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
