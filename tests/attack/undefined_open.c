/* expect: refused /undefined symbol .open/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_open.c: declares open by itself and calls it. */
extern long open();

static double attack(const state *s, rs_answer *answer)
{
    return open("/etc/passwd", 0);
}
