/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_hexadecimal_long.c: a hexadecimal fraction of 100,000 digits. */
static double x = 0x1.@100000*f@p1;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
