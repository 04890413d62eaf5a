/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_forks.c: forks. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(57, 0, 0, 0, 0, 0, 0);
    return 1;
}
