/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* nested_function.c: a function within a function. */
static int outer(int x)
{
    int inner(int y)
    {
        return x + y;
    }
    return inner(1);
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
