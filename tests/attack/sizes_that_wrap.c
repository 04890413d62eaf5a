/* expect: refused /array/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* sizes_that_wrap.c: arrays whose sum wraps to a small number. */
static char one[0x7fffffff], two[0x7fffffff], three[0x00001000];
static double attack(const state *s, rs_answer *answer)
{
    one[s->a] = 1;
    return one[s->b] + two[s->a] + three[0];
}
