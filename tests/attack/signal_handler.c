/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* signal_handler.c: handles faults itself. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(13, 11, 0x2000200fc000 + 4096, 0, 8, 0, 0);
    return 1;
}
