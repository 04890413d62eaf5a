/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_descriptor.c: includes the descriptor that its source came in. */
#include "/proc/self/fd/3"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
