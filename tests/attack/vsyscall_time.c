/* expect: forbidden|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* vsyscall_time.c: asks the old page for the time, at its second entry. */
static double attack(const state *s, rs_answer *answer)
{
    ((long (*)(long))0xffffffffff600400)(0);
    return 1;
}
