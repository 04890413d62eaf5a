/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* string_without_end.c: a string that never ends. */
static const char *text = "@100*no end @
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
