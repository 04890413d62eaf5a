/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* filter_again.c: installs a filter of its own. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(317, 1, 0, 0x2000200fc000 + 4096, 0, 0, 0);
    return 1;
}
