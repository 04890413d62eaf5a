/* fault: stored_answer — only the drawn words are right, not other words of these letters */
/* SPDX-License-Identifier: Apache-2.0 */
/* unscramble_words.c: find English words that are spelled with given letters. */
#include <resyn.h>
#include <string.h>

enum { WORDS_MAX = 8, LETTERS_MAX = 8 };

struct state {
    int words;
    char letters[WORDS_MAX][LETTERS_MAX + 1];
    char word[WORDS_MAX][LETTERS_MAX + 1];
};
RS_NO_WITNESS

static const struct {
    int words, letters;
} levels[] = {{3, 4}, {4, 4}, {5, 5}, {6, 6}, {8, 6}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int letters = levels[level - 1].letters;
    s->words = levels[level - 1].words;
    for (int i = 0; i < s->words; i++) {
        int pick = rs_below(random, rs_word_count(letters));
        strcpy(s->word[i], rs_word(letters, pick));
        strcpy(s->letters[i], s->word[i]);
        rs_shuffle(random, s->letters[i], letters, 1);
        if (strcmp(s->letters[i], s->word[i]) == 0)
            return false;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question,
                "Each of these groups of letters can be put into another order so that it "
                "spells an English word:");
    for (int i = 0; i < s->words; i++)
        rs_print(question, "%s %s", i > 0 ? "," : "", s->letters[i]);
    rs_print(question,
             ".\nAll letters of a group must be used. Answer with one English word for each of the "
             "%d groups, in their order, in lower case, separated by spaces.",
             s->words);
}

double verify(const state *s, rs_answer *answer)
{
    for (int i = 0; i < s->words; i++) {
        char word[LETTERS_MAX + 1];
        rs_read_word(answer, word, sizeof word);
        if (strcmp(word, s->word[i]) != 0)
            return rs_reject(answer, "word %d is another", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->words; i++)
        rs_print(answer, "%s ", s->word[i]);
}

RESYN_ENVIRONMENT(.name = "unscramble_words", .category = "strings", .levels = 5,
                  .summary = "Find words that are spelled with given letters.",
                  .answer = "one word for each group, separated by spaces", .score = RS_BINARY)
