/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_blocking.c: makes a doorbell blocking. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(72, 7, 4, 0, 0, 0, 0);
    return 1;
}
