/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* privileges_death.c: asks to outlive its parent. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(157, 1, 0, 0, 0, 0, 0);
    return 1;
}
