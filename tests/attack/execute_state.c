/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_state.c: jumps into the memory that jobs come in. */
static double attack(const state *s, rs_answer *answer)
{
    return ((int (*)(void))(long)s)();
}
