/* expect: crash */
/* SPDX-License-Identifier: Apache-2.0 */
/* library_given_null.c: hands the runtime a null pointer. */
static double attack(const state *s, rs_answer *answer)
{
    return (double)strlen((const char *)0);
}
