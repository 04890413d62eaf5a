/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* alignment_negative.c: an alignment below 0. */
static int odd __attribute__((aligned(-16)));
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
