/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_memory.c: includes /proc/self/mem. */
#include "/proc/self/mem"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
