/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_compound_literals.c: ten thousand compound literals. */
#define L1 (struct s){ (struct s){ (struct s){ (struct s){ (struct s){ (struct s){ (struct s){ (struct s){ (struct s){ (struct s){
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
struct s {
    int x;
};
static int deep(int x)
{
    return L4 x;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
