/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* recursion_deep.c: recursion that is deep and fits its stack. */
#define OPTIONS .stack_kib = 1024
static int depth(int n)
{
    volatile char room[100];
    room[0] = (char)n;
    return n == 0 ? 0 : depth(n - 1) + (room[0] == (char)n);
}

static double attack(const state *s, rs_answer *answer)
{
    return depth(5000) == 5000;
}
