/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* condition_overflows.c: the quotient that no long long holds, in #if. */
#if (-0x7fffffffffffffff - 1) / -1
#endif
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
