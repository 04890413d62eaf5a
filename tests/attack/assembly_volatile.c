/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* assembly_volatile.c: assembly that only clobbers. */
static void nothing(void)
{
    asm volatile("" : : : "memory");
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
