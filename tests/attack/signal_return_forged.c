/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* signal_return_forged.c: returns from a signal with a forged frame that blocks all signals. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    static long frame[256];
    memset(frame, 0xff, sizeof frame);
    system_call(15, (long)frame, 0, 0, 0, 0, 0);
    return 1;
}
