/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_many_arguments.c: a macro call of 100,000 arguments. */
#define NONE(...) 0
static int x = NONE(1@100000*,1@);
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
