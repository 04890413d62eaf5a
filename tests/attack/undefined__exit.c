/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined__exit.c: declares _exit by itself and calls it. */
extern long _exit();

static double attack(const state *s, rs_answer *answer)
{
    return _exit(0, 0, 0);
}
