/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* trace_parent.c: traces another process. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(101, 16, 1, 0, 0, 0, 0);
    return 1;
}
