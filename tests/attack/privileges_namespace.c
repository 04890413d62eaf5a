/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* privileges_namespace.c: makes a namespace. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(272, 0x10000000, 0, 0, 0, 0, 0);
    return 1;
}
