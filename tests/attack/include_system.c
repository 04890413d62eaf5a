/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_system.c: includes unistd.h. */
#include <unistd.h>
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
