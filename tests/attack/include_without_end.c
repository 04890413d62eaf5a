/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_without_end.c: includes a name without its closing quote. */
#include "/etc/passwd
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
