/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* string_long.c: a string of 200,000 bytes. */
static const char text[] = "@200000*a@";
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
