/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* array_negative.c: an array of minus one. */
static char none[-1];
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
