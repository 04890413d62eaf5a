/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_absolute.c: assembly that puts verify at an absolute address. */
__asm__(".set verify, 0x41414141");
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
