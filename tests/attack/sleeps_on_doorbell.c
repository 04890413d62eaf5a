/* expect: timeout|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* sleeps_on_doorbell.c: takes its own doorbell and waits for another. */
#include "system_call.inc"
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    long count;
    for (;;)
        system_call(0, 3, (long)&count, 8, 0, 0, 0);
}
