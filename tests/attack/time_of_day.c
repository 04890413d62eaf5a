/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* time_of_day.c: asks for the time. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(96, 0x2000200fc000 + 4096, 0, 0, 0, 0, 0);
    return 1;
}
