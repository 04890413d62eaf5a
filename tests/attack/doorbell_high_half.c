/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_high_half.c: rings a descriptor whose low half is a doorbell. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(1, 0x100000007, 0x2000200fc000 + 4096, 9, 0, 0, 0);
    return 1;
}
