/* expect: timeout */
/* SPDX-License-Identifier: Apache-2.0 */
/* loop_of_words.c: asks for words for ever. */
#define OPTIONS .cpu_ms = 20
static double attack(const state *s, rs_answer *answer)
{
    volatile bool found;
    for (;;)
        found = rs_is_word("nothing");
}
