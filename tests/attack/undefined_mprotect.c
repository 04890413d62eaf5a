/* expect: refused /undefined symbol .mprotect/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_mprotect.c: declares mprotect by itself and calls it. */
extern long mprotect();

static double attack(const state *s, rs_answer *answer)
{
    return mprotect((void *)0, 4096, 7);
}
