/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_copy_flags.c: copies a doorbell with flags. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(292, 7, 3, 02000000, 0, 0, 0);
    return 1;
}
