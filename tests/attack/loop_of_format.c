/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_of_format.c: formats numbers for ever. */
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    char text[5000];
    for (;;)
        snprintf(text, sizeof text, "%4000.1000f", 1e300);
}
