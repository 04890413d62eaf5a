/* expect: forbidden|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* vsyscall.c: calls the page at which old kernels told the time. */
static double attack(const state *s, rs_answer *answer)
{
    ((void (*)(void))0xffffffffff600000)();
    return 1;
}
