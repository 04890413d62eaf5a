/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* signal_return.c: returns from a signal that never was. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(15, 0, 0, 0, 0, 0, 0);
    return 1;
}
