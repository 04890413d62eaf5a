/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_fork.c: declares fork by itself and calls it. */
extern long fork();

static double attack(const state *s, rs_answer *answer)
{
    return fork(0, 0, 0);
}
