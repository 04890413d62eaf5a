/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* divide_by_zero.c: divides an integer by zero. */
static double attack(const state *s, rs_answer *answer)
{
    volatile int zero = 0;
    return s->a / zero;
}
