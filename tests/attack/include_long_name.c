/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_long_name.c: includes a name longer than any. */
#include "@4000*a@"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
