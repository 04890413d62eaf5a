/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_clones.c: clones itself. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(56, 0x11, 0, 0, 0, 0, 0);
    return 1;
}
