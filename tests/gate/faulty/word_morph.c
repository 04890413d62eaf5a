/* fault: unchecked_rule — the list may begin with any word, not only with the first */
/* SPDX-License-Identifier: Apache-2.0 */
/* word_morph.c: from one word to another, changing a letter at a time. */
#include <resyn.h>
#include <string.h>

enum { LETTERS = 4, WORDS_MAX = 9 };

struct state {
    int words; /* as many are allowed */
    char first[LETTERS + 1], last[LETTERS + 1];
};

struct witness {
    char word[WORDS_MAX][LETTERS + 1];
};

static const int levels[] = {3, 4, 5, 7, 9};

static int difference(const char *a, const char *b)
{
    int count = 0;
    for (int i = 0; i < LETTERS; i++)
        count += a[i] != b[i];
    return count;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->words = levels[level - 1];
    int pick = rs_below(random, rs_word_count(LETTERS));
    strcpy(w->word[0], rs_word(LETTERS, pick));
    for (int i = 1; i < s->words; i++) {
        int tries = 0;
        do {
            if (++tries > 300)
                return false;
            strcpy(w->word[i], w->word[i - 1]);
            int place = rs_below(random, LETTERS);
            w->word[i][place] = 'a' + rs_below(random, 26);
        } while (!rs_is_word(w->word[i]) || strcmp(w->word[i], w->word[i - 1]) == 0);
    }
    strcpy(s->first, w->word[0]);
    strcpy(s->last, w->word[s->words - 1]);
    return difference(s->first, s->last) >= (level < 3 ? 2 : 3);
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "Write a list of at most %d English words of four letters in lower case that begins "
        "with %s and ends with %s. Each word must differ from the one before it in exactly one "
        "letter, in the same place. Words of the list american-english of Debian count. "
        "Answer with all words in order, separated by spaces. (For five letters an answer "
        "would look like this: stare store)",
        s->words, s->first, s->last);
}

double verify(const state *s, rs_answer *answer)
{
    char word[LETTERS + 1], before[LETTERS + 1] = "";
    for (int count = 0; !rs_at_end(answer); count++) {
        rs_read_word(answer, word, sizeof word);
        if (count == s->words || strlen(word) != LETTERS || !rs_is_word(word))
            return rs_reject(answer, "word %d is too much, or none", count + 1);
        if (count > 0 && difference(before, word) != 1)
            return rs_reject(answer, "%s does not follow %s", word, before);
        strcpy(before, word);
    }
    return strcmp(before, s->last) == 0 ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->words; i++)
        rs_print(answer, "%s ", w->word[i]);
}

RESYN_ENVIRONMENT(.name = "word_morph", .category = "strings", .levels = 5,
                  .summary = "Go from one word to another, a letter at a time.",
                  .answer = "all words in order, separated by spaces", .score = RS_BINARY)
