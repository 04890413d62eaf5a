/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* format_width.c: a width of a thousand million. */
static double attack(const state *s, rs_answer *answer)
{
    char out[64];
    volatile int width = 1000000000;
    snprintf(out, sizeof out, "%*d", width, 1);
    snprintf(out, sizeof out, "%.*f", width, 1.0);
    return 0;
}
