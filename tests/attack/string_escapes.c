/* expect: refused /./|ok 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* string_escapes.c: escapes that fit nothing. */
static const char text[] = "\xffffffffffffffff\777777\u00zz\UFFFFFFFF\q";
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
