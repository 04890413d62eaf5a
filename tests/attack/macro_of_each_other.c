/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_of_each_other.c: two macros that call each other. */
#define ONE(x) TWO(x x) TWO(x x)
#define TWO(x) ONE(x x) ONE(x x)
static int x = ONE(TWO(ONE(TWO(ONE(1)))));
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
