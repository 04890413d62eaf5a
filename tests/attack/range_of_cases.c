/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* range_of_cases.c: a range of cases that covers all numbers. */
static int deep(int x)
{
    switch (x) {
    case -0x7fffffff - 1 ... 0x7fffffff:
        return 1;
    }
    return 0;
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
