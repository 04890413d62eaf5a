/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* doorbell_copy_over.c: copies a doorbell over its own. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(33, 7, 3, 0, 0, 0, 0);
    return 1;
}
