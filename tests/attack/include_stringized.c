/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_stringized.c: makes the name with the stringize operator. */
#define NAME_(x) #x
#define NAME(x) NAME_(x)
#include NAME(/etc/passwd)
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
