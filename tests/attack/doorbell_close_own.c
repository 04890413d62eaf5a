/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_close_own.c: closes its own doorbell. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(3, 3, 0, 0, 0, 0, 0);
    return 1;
}
