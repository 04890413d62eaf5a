/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_initializers.c: a hundred thousand open braces of an initializer. */
#define L1 { { { { { { { { { {
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
#define L5 L4 L4 L4 L4 L4 L4 L4 L4 L4 L4
static int deep[] = L5 1;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
