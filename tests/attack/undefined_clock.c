/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_clock.c: declares a function of the vdso and calls it. */
extern long __vdso_clock_gettime();

static double attack(const state *s, rs_answer *answer)
{
    return __vdso_clock_gettime(0, 0);
}
