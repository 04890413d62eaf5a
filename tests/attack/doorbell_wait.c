/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_wait.c: polls a doorbell. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(7, 0x2000200fc000 + 4096, 1, 1000, 0, 0, 0);
    return 1;
}
