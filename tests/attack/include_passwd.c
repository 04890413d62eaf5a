/* expect: refused /not found/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_passwd.c: includes /etc/passwd. */
#include "/etc/passwd"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
