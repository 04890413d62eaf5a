/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_execve.c: declares execve by itself and calls it. */
extern long execve();

static double attack(const state *s, rs_answer *answer)
{
    return execve(0, 0, 0);
}
