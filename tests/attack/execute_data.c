/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_data.c: jumps into its data. */
static double attack(const state *s, rs_answer *answer)
{
    static unsigned char code[] = {0xb8, 1, 0, 0, 0, 0xc3};
    return ((int (*)(void))code)();
}
