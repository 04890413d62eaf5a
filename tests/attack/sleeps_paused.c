/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* sleeps_paused.c: waits for a signal. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(34, 0, 0, 0, 0, 0, 0);
    return 1;
}
