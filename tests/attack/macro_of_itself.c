/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_of_itself.c: a macro that is in its own expansion. */
#define AGAIN(x) AGAIN(x x) AGAIN(x)
static int x = AGAIN(AGAIN(AGAIN(AGAIN(1))));
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
