/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* time_of_clock.c: asks a clock. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(228, 1, 0x2000200fc000 + 4096, 0, 0, 0, 0);
    return 1;
}
