/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* conditions_open.c: 30,000 open #if. */
@30000*#if 1
@
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
