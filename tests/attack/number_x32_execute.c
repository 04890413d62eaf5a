/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* number_x32_execute.c: execve of x32. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(0x40000208, 0, 0, 0, 0, 0, 0);
    return 1;
}
