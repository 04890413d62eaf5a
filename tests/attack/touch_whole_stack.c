/* expect: ok 0|stack_overflow */
/* SPDX-License-Identifier: Apache-2.0 */
/* touch_whole_stack.c: touches its whole stack and no more. */
#define OPTIONS .stack_kib = 1024
static double attack(const state *s, rs_answer *answer)
{
    volatile char room[1000 << 10];
    for (int i = 0; i < (int)sizeof room; i += 4096)
        room[i] = 1;
    return 0;
}
