/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_limits.c: looks at the limits of another process. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(302, 1, 7, 0, 0, 0, 0);
    return 1;
}
