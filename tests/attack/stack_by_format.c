/* expect: ok 0|stack_overflow|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* stack_by_format.c: formats on the last bytes of its stack. */
static double deeper(int n)
{
    volatile char room[1000];
    char text[64];
    room[0] = 1;
    if (n == 0)
        return snprintf(text, sizeof text, "%.300f", 1e300) < 0;
    return deeper(n - 1);
}

static double attack(const state *s, rs_answer *answer)
{
    deeper(45);
    return 0;
}
