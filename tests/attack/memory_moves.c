/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_moves.c: moves the stubs away. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(25, 0x200000000000, 4096, 4096, 3, 0x2000200fc000, 0);
    return 1;
}
