/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* process_executes_image.c: runs its image as a program. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(322, 6, 0, 0, 0, 0x1000, 0);
    return 1;
}
