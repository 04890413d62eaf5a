/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_generic.c: a selection in a selection, ten thousand deep. */
#define L1 _Generic( _Generic( _Generic( _Generic( _Generic( _Generic( _Generic( _Generic( _Generic( _Generic(
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
static int deep = L4 1
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
