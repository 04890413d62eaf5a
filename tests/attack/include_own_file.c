/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_own_file.c: includes the source itself. */
#include __FILE__
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
