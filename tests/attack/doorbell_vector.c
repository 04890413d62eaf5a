/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_vector.c: rings with a vector. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(20, 7, 0x2000200fc000 + 4096, 1, 0, 0, 0);
    return 1;
}
