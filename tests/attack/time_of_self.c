/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* time_of_self.c: asks for its CPU time. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(98, 0, 0x2000200fc000 + 4096, 0, 0, 0, 0);
    return 1;
}
