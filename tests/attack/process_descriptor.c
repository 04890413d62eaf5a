/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_descriptor.c: opens a descriptor of another process. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(434, 1, 0, 0, 0, 0, 0);
    return 1;
}
