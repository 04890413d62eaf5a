/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_ptrace.c: declares ptrace by itself and calls it. */
extern long ptrace();

static double attack(const state *s, rs_answer *answer)
{
    return ptrace(0, 0, 0);
}
