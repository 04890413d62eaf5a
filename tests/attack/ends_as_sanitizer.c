/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* ends_as_sanitizer.c: ends its process with the status of a sanitizer's finding. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(231, 85, 0, 0, 0, 0, 0);
    return 1;
}
