/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* functions_by_pointer.c: library functions and own ones through tables of pointers. */
static double twice(double x)
{
    return 2 * x;
}
static double (*const table[])(double) = {sin, cos, sqrt, twice};

static double attack(const state *s, rs_answer *answer)
{
    double sum = 0;
    for (int i = 0; i < 4; i++)
        sum += table[i](4);
    return sum > 8.5 && sum < 8.7;
}
