/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_longjmp.c: declares longjmp by itself and calls it. */
extern long longjmp();

static double attack(const state *s, rs_answer *answer)
{
    return longjmp(0, 0, 0);
}
