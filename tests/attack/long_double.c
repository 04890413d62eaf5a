/* expect: refused /long double/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* long_double.c: long double, which is not the same everywhere. */
static double attack(const state *s, rs_answer *answer)
{
    long double x = s->a;
    return (double)(x * 0);
}
