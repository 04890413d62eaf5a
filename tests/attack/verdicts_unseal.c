/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* verdicts_unseal.c: seals the memory of the verdicts. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(72, 5, 1033, 0, 0, 0, 0);
    return 1;
}
