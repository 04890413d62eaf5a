/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* signal_stack.c: moves the stack of its signals. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(131, 0, 0, 0, 0, 0, 0);
    return 1;
}
