/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_out_of_range.c: rings a doorbell that it does not have. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(1, 999, 0x2000200fc000 + 4096, 8, 0, 0, 0);
    return 1;
}
