/* expect: ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* static_counter.c: remembers in a static variable that it has been called. */
static double attack(const state *s, rs_answer *answer)
{
    static int calls;
    return calls++ ? 1 : 0;
}
