/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* include_after_splice.c: splits the directive over lines. */
#incl\
ude "/etc/pas\
swd"
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
