/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* constant_as_memory.c: remembers in a string constant. */
static double attack(const state *s, rs_answer *answer)
{
    static char *mark = "fresh";
    if (mark[0] != 'f')
        return 1;
    mark[0] = 'u';
    return 0;
}
