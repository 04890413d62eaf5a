/* expect: refused /undefined symbol/ */
/* SPDX-License-Identifier: Apache-2.0 */
/* undefined_errno.c: declares where errno lies. */
extern int *__errno_location(void);

static double attack(const state *s, rs_answer *answer)
{
    return *__errno_location();
}
