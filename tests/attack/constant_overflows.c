/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* constant_overflows.c: the quotient that no long long holds, in a constant. */
static long long low = (-0x7fffffffffffffffLL - 1) / -1;
static long long rest = (-0x7fffffffffffffffLL - 1) % -1;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
