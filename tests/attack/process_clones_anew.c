/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_clones_anew.c: clones itself by clone3. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(435, 0x2000200fc000 + 4096, 64, 0, 0, 0, 0);
    return 1;
}
