/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_read_other.c: reads the front's doorbell. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(0, 7, 0x2000200fc000 + 4096, 8, 0, 0, 0);
    return 1;
}
