/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_text.c: writes into its own machine code. */
static double attack(const state *s, rs_answer *answer)
{
    *(volatile char *)attack = (char)0xc3;
    return 1;
}
