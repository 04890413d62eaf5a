/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_executes.c: runs a program. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(59, 0, 0, 0, 0, 0, 0);
    return 1;
}
