/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_nothing.c: includes an empty name. */
#include ""
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
