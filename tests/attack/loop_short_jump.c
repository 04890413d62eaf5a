/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_short_jump.c: jumps to itself. */
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    for (;;)
        ;
}
