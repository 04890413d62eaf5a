/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_many_bytes.c: rings with a size whose low half is 8. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(1, 7, 0x2000200fc000 + 4096, 0x100000008, 0, 0, 0);
    return 1;
}
