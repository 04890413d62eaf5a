/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_shared.c: attaches shared memory of the system. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(30, 0, 0, 0, 0, 0, 0);
    return 1;
}
