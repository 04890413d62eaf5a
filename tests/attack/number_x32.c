/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_x32.c: getpid of x32. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(0x40000027, 0, 0, 0, 0, 0, 0);
    return 1;
}
