/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* thread_local.c: a variable of a thread. */
static __thread int mine = 1;
static int *where(void)
{
    return &mine;
}
int *(*keep)(void) = where;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
