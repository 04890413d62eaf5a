/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_memfd_create.c: declares memfd_create by itself and calls it. */
extern long memfd_create();

static double attack(const state *s, rs_answer *answer)
{
    return memfd_create(0, 0, 0);
}
