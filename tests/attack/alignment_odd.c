/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* alignment_odd.c: an alignment that is no power of two. */
static int odd __attribute__((aligned(3)));
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
