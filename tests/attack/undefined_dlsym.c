/* expect: refused /undefined symbol .dlsym/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_dlsym.c: declares dlsym by itself and calls it. */
extern long dlsym();

static double attack(const state *s, rs_answer *answer)
{
    return dlsym((void *)0, "system") != 0;
}
