/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_repeat.c: assembly that repeats a line for ever. */
__asm__(".rept 0x7fffffff\n.byte 0\n.endr");
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
