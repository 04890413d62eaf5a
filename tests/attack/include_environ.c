/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_environ.c: includes /proc/self/environ. */
#include "/proc/self/environ"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
