/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* kill_everyone.c: signals everyone. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(62, -1, 0, 0, 0, 0, 0);
    return 1;
}
