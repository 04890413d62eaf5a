/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_shadow.c: includes the passwords. */
#include "/etc/shadow"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
