/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_escape.c: includes a name that would clear a terminal. */
#include "@x1b@[2J@x1b@]0;owned@x07@"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
