/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_dlopen.c: declares dlopen by itself and calls it. */
extern long dlopen();

static double attack(const state *s, rs_answer *answer)
{
    return dlopen(0, 0, 0);
}
