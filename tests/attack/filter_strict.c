/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* filter_strict.c: asks for the strict mode. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(157, 22, 1, 0, 0, 0, 0);
    return 1;
}
