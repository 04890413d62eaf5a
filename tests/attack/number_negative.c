/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_negative.c: the number -1. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(-1, 0, 0, 0, 0, 0, 0);
    return 1;
}
