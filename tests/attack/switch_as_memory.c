/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* switch_as_memory.c: turns a table of functions around. */
static double zero(void)
{
    return 0;
}
static double one(void)
{
    return 1;
}
static double (*now)(void) = zero;

static double attack(const state *s, rs_answer *answer)
{
    double result = now();
    now = one;
    return result;
}
