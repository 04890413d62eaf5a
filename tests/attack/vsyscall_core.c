/* expect: forbidden|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* vsyscall_core.c: asks the old page for the core, at its third entry. */
static double attack(const state *s, rs_answer *answer)
{
    ((long (*)(long))0xffffffffff600800)(0);
    return 1;
}
