/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* memory_executable.c: makes its stack executable. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(10, 0x2000200fc000, 4096, 7, 0, 0, 0);
    return 1;
}
