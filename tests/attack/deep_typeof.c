/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_typeof.c: ten thousand typeof. */
#define L1 __typeof__( __typeof__( __typeof__( __typeof__( __typeof__( __typeof__( __typeof__( __typeof__( __typeof__( __typeof__(
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
static L4 int
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
