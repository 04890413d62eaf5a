/* expect: refused /nobody/|crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* weak_undefined.c: calls a weak function that nobody defines. */
extern int nobody(void) __attribute__((weak));

static double attack(const state *s, rs_answer *answer)
{
    return nobody();
}
