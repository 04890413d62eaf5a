/* expect: ok 0|refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* strings_many.c: 40,000 strings side by side. */
static const char *text = @40000*"a" @;
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
