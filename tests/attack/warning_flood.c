/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* warning_flood.c: a hundred thousand warnings of its own. */
@10000*#warning one more
@
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
