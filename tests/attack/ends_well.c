/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* ends_well.c: ends its process with status 0, as if all were well. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(231, 0, 0, 0, 0, 0, 0);
    return 1;
}
