/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_high_half.c: a number whose low half is getpid. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(0x100000027, 0, 0, 0, 0, 0, 0);
    return 1;
}
