/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* jobs_hole.c: punches a hole into the jobs. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(285, 4, 3, 0, 4096, 0, 0);
    return 1;
}
