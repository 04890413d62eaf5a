/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_forgotten.c: drops pages of its image. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(28, 0x200000100000, 4096, 4, 0, 0, 0);
    return 1;
}
