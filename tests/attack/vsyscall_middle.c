/* expect: forbidden|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* vsyscall_middle.c: calls the middle of the old page. */
static double attack(const state *s, rs_answer *answer)
{
    ((long (*)(long))0xffffffffff600004)(0);
    return 1;
}
