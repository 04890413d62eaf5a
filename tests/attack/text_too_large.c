/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* text_too_large.c: more machine code than an image may have. */
#define L1 x = x * x + x; x = x * x + x; x = x * x + x;
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
#define L5 L4 L4 L4 L4 L4 L4 L4 L4 L4 L4
#define L6 L5 L5 L5 L5 L5
int long_code(int x)
{
    L6
    return x;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
