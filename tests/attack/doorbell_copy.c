/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_copy.c: copies a doorbell. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(32, 7, 0, 0, 0, 0, 0);
    return 1;
}
