/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_parent.c: includes ../../../../etc/hostname. */
#include "../../../../etc/hostname"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
