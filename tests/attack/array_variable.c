/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* array_variable.c: an array as large as the state says. */
static int deep(int n)
{
    volatile char room[n];
    return room[0];
}
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
