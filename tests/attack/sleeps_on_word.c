/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* sleeps_on_word.c: sleeps on a word of memory. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(202, 0x2000200fc000 + 4096, 0, 0, 0, 0, 0);
    return 1;
}
