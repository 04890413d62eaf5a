/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_attributes.c: ten thousand attributes. */
#define L1 __attribute__(( __attribute__(( __attribute__(( __attribute__(( __attribute__(( __attribute__(( __attribute__(( __attribute__(( __attribute__(( __attribute__((
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
static int L4
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
