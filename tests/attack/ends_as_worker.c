/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* ends_as_worker.c: ends its process as the worker does when its client broke the rules. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(231, 2, 0, 0, 0, 0, 0);
    return 1;
}
