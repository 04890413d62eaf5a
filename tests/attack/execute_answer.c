/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* execute_answer.c: jumps into what it is handed to read the answer. */
static double attack(const state *s, rs_answer *answer)
{
    ((void (*)(void))(long)answer)();
    return 1;
}
