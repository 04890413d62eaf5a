/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_structs.c: ten thousand structs within each other. */
#define L1 struct { struct { struct { struct { struct { struct { struct { struct { struct { struct {
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
L4 int x;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
