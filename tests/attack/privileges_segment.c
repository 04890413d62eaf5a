/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* privileges_segment.c: moves the base of threads by a call. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(158, 0x1002, 0x41414141, 0, 0, 0, 0);
    return 1;
}
