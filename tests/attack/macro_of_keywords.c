/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* macro_of_keywords.c: keywords and types as macros. */
#define int char
#define return while (1)
#define double long
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
