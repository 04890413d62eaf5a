/* expect: crash|stack_overflow */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_by_array.c: an array whose size is counted at run time, far beyond the stack. */
static double attack(const state *s, rs_answer *answer)
{
    volatile int count = 100 << 20;
    volatile char room[count];
    room[0] = 1;
    return 1;
}
