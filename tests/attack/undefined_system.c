/* expect: refused /undefined symbol .system/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_system.c: declares system by itself and calls it. */
extern long system();

static double attack(const state *s, rs_answer *answer)
{
    return system("id");
}
