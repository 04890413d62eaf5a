/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_break.c: moves the end of its data. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(12, 0, 0, 0, 0, 0, 0);
    return 1;
}
