/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_overflows.c: rings with the largest number that a doorbell holds. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    static long most = -2;
    system_call(1, 7, (long)&most, 8, 0, 0, 0);
    system_call(1, 7, (long)&most, 8, 0, 0, 0);
    return 0;
}
