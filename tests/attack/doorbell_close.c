/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_close.c: closes the doorbell of the front. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(3, 7, 0, 0, 0, 0, 0);
    return 1;
}
