/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_many_parameters.c: a macro of 30,000 parameters. */
#define MANY(a@30000*,a@) a
static int x = MANY(1@30000*,1@);
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
