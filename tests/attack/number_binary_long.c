/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_binary_long.c: a binary number of 100,000 digits. */
static long x = 0b1@100000*1@;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
