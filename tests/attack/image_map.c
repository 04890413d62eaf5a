/* expect: forbidden */
/* SPDX-License-Identifier: Apache-2.0 */
/* image_map.c: maps its image writable and executable. */
#include "system_call.inc"
static double attack(const state *s, rs_answer *answer)
{
    system_call(9, 0, 4096, 7, 2, 6, 0);
    return 1;
}
