/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* kill_thread.c: signals a thread of another process. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(234, 1, 1, 0, 0, 0, 0);
    return 1;
}
