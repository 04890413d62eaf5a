/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_once.c: rings the doorbell of the front before its verdict is there. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    static long one = 1;
    system_call(1, 7, (long)&one, 8, 0, 0, 0);
    return 0;
}
