/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* privileges_table.c: makes a segment of 32 bits. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(154, 17, 0x2000200fc000 + 4096, 16, 0, 0, 0);
    return 1;
}
