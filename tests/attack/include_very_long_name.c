/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_very_long_name.c: includes a name of 200,000 bytes. */
#include "@200000*a@"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
