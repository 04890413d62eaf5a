/* expect: stack_overflow */
/* SPDX-License-Identifier: Apache-2.0 */
/* recursion.c: recursion without an end. */
static int deeper(int n)
{
    volatile char room[256];
    room[n % 256] = (char)n;
    return deeper(n + 1) + room[0];
}

static double attack(const state *s, rs_answer *answer)
{
    return deeper(1);
}
