/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* null_call.c: calls address 0. */
static double attack(const state *s, rs_answer *answer)
{
    void (*volatile function)(void) = 0;
    function();
    return 1;
}
