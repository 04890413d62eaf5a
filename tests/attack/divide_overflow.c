/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* divide_overflow.c: INT_MIN / -1. */
static double attack(const state *s, rs_answer *answer)
{
    volatile int low = INT_MIN, minus = -1;
    return low / minus;
}
