/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_environment.c: includes itself by its name on disk. */
#include "@NAME@.c"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
