/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_of_parent.c: reads the memory of another process. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(310, 1, 0x2000200fc000 + 4096, 1, 0x2000200f0000 + 4096, 1, 0);
    return 1;
}
