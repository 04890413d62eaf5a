/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* text_turns_around.c: characters that turn the direction of text, in a name. */
static int a‮⁦b = "x";
static double attack(const state *s, rs_answer *answer)
{
    return 0;
}
