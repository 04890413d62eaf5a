/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_maps.c: includes its own memory map. */
#include "/proc/self/maps"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
