/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* trace_me.c: lets itself be traced. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(101, 0, 0, 0, 0, 0, 0);
    return 1;
}
