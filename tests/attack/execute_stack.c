/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_stack.c: jumps into its stack. */
static double attack(const state *s, rs_answer *answer)
{
    unsigned char code[16] = {0xb8, 1, 0, 0, 0, 0xc3};
    return ((int (*)(void))code)();
}
