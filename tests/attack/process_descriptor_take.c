/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_descriptor_take.c: takes a descriptor of another process. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(438, 3, 0, 0, 0, 0, 0);
    return 1;
}
