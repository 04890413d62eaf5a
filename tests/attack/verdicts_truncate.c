/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_truncate.c: cuts the memory of the verdicts. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(77, 5, 0, 0, 0, 0, 0);
    return 1;
}
