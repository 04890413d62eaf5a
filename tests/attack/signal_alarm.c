/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* signal_alarm.c: sets an alarm. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(37, 0, 0, 0, 0, 0, 0);
    return 1;
}
