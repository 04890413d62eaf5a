/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_device.c: includes /dev/zero. */
#include "/dev/zero"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
