/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* identifier_long.c: a name of 200,000 letters. */
static int @200000*a@;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
