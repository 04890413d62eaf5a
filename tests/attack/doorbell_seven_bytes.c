/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_seven_bytes.c: rings with 7 bytes. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(1, 7, 0x2000200fc000 + 4096, 7, 0, 0, 0);
    return 1;
}
