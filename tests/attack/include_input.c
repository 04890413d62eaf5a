/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_input.c: includes /dev/stdin. */
#include "/dev/stdin"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
