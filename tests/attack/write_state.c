/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* write_state.c: writes the state, which every worker may only read. */
static double attack(const state *s, rs_answer *answer)
{
    ((volatile state *)s)->a = 0;
    ((volatile state *)s)->b = 0;
    return 1;
}
