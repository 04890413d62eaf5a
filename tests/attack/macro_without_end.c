/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_without_end.c: a macro call that never closes. */
#define NONE(x) 0
static int x = NONE(((((((
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
