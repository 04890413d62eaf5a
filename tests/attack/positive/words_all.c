/* expect: ok 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* words_all.c: all words there are. */
#define OPTIONS .cpu_ms = 2000
static double attack(const state *s, rs_answer *answer)
{
    int found = 0;
    for (int length = 3; length <= 8; length++)
        for (int i = 0; i < rs_word_count(length); i++)
            found += strlen(rs_word(length, i)) == (size_t)length;
    return found > 10000 && rs_is_word("house") && !rs_is_word("hxuse");
}
