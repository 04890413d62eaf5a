/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* signal_timer.c: sets a timer. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(38, 0, 0, 0, 0, 0, 0);
    return 1;
}
