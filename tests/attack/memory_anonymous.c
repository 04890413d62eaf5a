/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_anonymous.c: maps executable memory. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(9, 0, 4096, 7, 0x22, -1, 0);
    return 1;
}
