/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_splice.c: splices one doorbell into the other. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(275, 7, 0, 3, 0, 8, 0);
    return 1;
}
