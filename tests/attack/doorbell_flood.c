/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_flood.c: rings the doorbell of the front for ever. */
#include "system_call.inc"
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    static long one = 1;
    for (;;)
        system_call(1, 7, (long)&one, 8, 0, 0, 0);
}
