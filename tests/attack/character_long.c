/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* character_long.c: a character of a thousand characters. */
static int x = '@1000*a@';
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
