/* expect: crash|stack_overflow */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_below_stack.c: writes to the guard below the stack. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile long *)(0x2000200efff8) = 1;
    return 1;
}
