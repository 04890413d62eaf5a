/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* privileges_counter.c: turns the time stamp counter on. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(157, 26, 1, 0, 0, 0, 0);
    return 1;
}
