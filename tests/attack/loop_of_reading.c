/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_of_reading.c: reads the answer for ever. */
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    for (;;)
        rs_read_int(answer, 0, 9);
}
