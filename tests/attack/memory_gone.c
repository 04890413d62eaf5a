/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_gone.c: unmaps the stubs. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(11, 0x200000000000, 4096, 0, 0, 0, 0);
    return 1;
}
