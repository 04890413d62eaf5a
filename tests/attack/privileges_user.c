/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* privileges_user.c: becomes root. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(105, 0, 0, 0, 0, 0, 0);
    return 1;
}
