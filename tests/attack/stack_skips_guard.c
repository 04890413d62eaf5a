/* expect: crash|stack_overflow */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_skips_guard.c: a frame larger than the stack and its guard, written at its far end. */
static double attack(const state *s, rs_answer *answer)
{
    volatile char room[64 << 20];
    room[0] = 1;
    return room[0];
}
