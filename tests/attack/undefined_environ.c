/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_environ.c: declares the environment of the process and reads it. */
extern char **environ;

static double attack(const state *s, rs_answer *answer)
{
    return rs_reject(answer, "%s", environ[0]);
}
