/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_huge_exponent.c: an exponent of a thousand million. */
static double x = 1e999999999;
static double y = 0x1p999999999;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
