/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_long.c: a number of 200,000 digits. */
static int x = 1@200000*0@;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
