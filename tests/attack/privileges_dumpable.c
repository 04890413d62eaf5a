/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* privileges_dumpable.c: makes itself dumpable. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(157, 4, 1, 0, 0, 0, 0);
    return 1;
}
