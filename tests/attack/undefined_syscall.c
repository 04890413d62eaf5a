/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_syscall.c: declares syscall by itself and calls it. */
extern long syscall();

static double attack(const state *s, rs_answer *answer)
{
    return syscall(0, 0, 0);
}
