/* expect: refused /implicit declaration of function .getpid/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* implicit_declaration.c: calls what it has not declared. */
static double attack(const state *s, rs_answer *answer)
{
    return getpid();
}
