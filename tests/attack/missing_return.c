/* expect: refused /no value/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* missing_return.c: a function that falls off its end. */
static double attack(const state *s, rs_answer *answer)
{
    if (s->a > 1000000)
        return 1;
}
