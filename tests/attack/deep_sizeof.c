/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_sizeof.c: a hundred thousand sizeof. */
#define L1 sizeof sizeof sizeof sizeof sizeof sizeof sizeof sizeof sizeof sizeof
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
#define L5 L4 L4 L4 L4 L4 L4 L4 L4 L4 L4
static unsigned long deep(int x)
{
    return L5 x;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
