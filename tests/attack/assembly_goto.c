/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_goto.c: assembly with labels. */
static void jump(void)
{
    __asm__ goto("" : : : : out);
out:;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
