/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* deep_parameters.c: functions that take functions, ten thousand deep. */
#define L1 int (*f)( int (*f)( int (*f)( int (*f)( int (*f)( int (*f)( int (*f)( int (*f)( int (*f)( int (*f)(
#define L2 L1 L1 L1 L1 L1 L1 L1 L1 L1 L1
#define L3 L2 L2 L2 L2 L2 L2 L2 L2 L2 L2
#define L4 L3 L3 L3 L3 L3 L3 L3 L3 L3 L3
static int deep(L4 int x
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
