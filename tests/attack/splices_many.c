/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* splices_many.c: 100,000 spliced lines. */
static int x = 1@100000*\
@;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
