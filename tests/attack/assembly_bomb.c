/* expect: refused /inline assembly/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_bomb.c: assembly that fills the memory. */
__asm__(".fill 0x7fffffff, 8, 1");
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
