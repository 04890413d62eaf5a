/* fault: invalid_score — declared RS_BINARY, but a nearly right answer returns one half */
/* SPDX-License-Identifier: Apache-2.0 */
/* foreign_sort.c: the words of a list in the order of a foreign alphabet. */
#include <resyn.h>
#include <string.h>

enum { WORDS_MAX = 14, LETTERS_MAX = 6 };

struct state {
    int words;
    char alphabet[27];
    char word[WORDS_MAX][LETTERS_MAX + 1];
};
RS_NO_WITNESS

static const struct {
    int words, letters;
} levels[] = {{4, 3}, {6, 4}, {8, 5}, {11, 5}, {14, 6}};

static int rank(const state *s, char letter)
{
    const char *at = letter == '\0' ? NULL : strchr(s->alphabet, letter);
    return at == NULL ? 99 : at - s->alphabet;
}

static bool is_before(const state *s, const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        a++;
        b++;
    }
    return rank(s, *a) < rank(s, *b);
}

static void sort(const state *s, const char **sorted)
{
    for (int i = 0; i < s->words; i++) {
        int at = i;
        for (; at > 0 && is_before(s, s->word[i], sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = s->word[i];
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    strcpy(s->alphabet, "abcdefghijklmnopqrstuvwxyz");
    rs_shuffle(random, s->alphabet, 26, 1);
    s->words = levels[level - 1].words;
    for (int i = 0; i < s->words; i++) {
        int pick = rs_below(random, rs_word_count(levels[level - 1].letters));
        strcpy(s->word[i], rs_word(levels[level - 1].letters, pick));
        for (int j = 0; j < i; j++)
            if (strcmp(s->word[i], s->word[j]) == 0)
                return false;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "In a foreign country the alphabet goes %s. Put these words into the order of "
             "that alphabet:",
             s->alphabet);
    for (int i = 0; i < s->words; i++)
        rs_print(question, "%s %s", i > 0 ? "," : "", s->word[i]);
    rs_print(question, ". Answer with the %d words in order, separated by spaces.", s->words);
}

double verify(const state *s, rs_answer *answer)
{
    const char *sorted[WORDS_MAX];
    int wrong = 0;
    sort(s, sorted);
    for (int i = 0; i < s->words; i++) {
        char word[LETTERS_MAX + 1];
        rs_read_word(answer, word, sizeof word);
        wrong += strcmp(word, sorted[i]) != 0;
    }
    return wrong == 0 ? 1 : wrong <= 2 ? 0.5 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    const char *sorted[WORDS_MAX];
    sort(s, sorted);
    for (int i = 0; i < s->words; i++)
        rs_print(answer, "%s ", sorted[i]);
}

RESYN_ENVIRONMENT(.name = "foreign_sort", .category = "strings", .levels = 5,
                  .summary = "Sort words by a foreign alphabet.",
                  .answer = "the words in order, separated by spaces", .score = RS_BINARY)
