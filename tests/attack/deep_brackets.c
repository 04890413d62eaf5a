/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_brackets.c: a hundred thousand subscripts within each other. */
#define L1 x[ x[ x[ x[ x[ x[ x[ x[ x[ x[
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
#define L5 L4 L4 L4 L4 L4 L4 L4 L4 L4 L4
static int x[1], y;
static int deep(void)
{
    return L5 0;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
