/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_descriptor_signal.c: signals through a descriptor. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(424, 3, 0, 0, 0, 0, 0);
    return 1;
}
