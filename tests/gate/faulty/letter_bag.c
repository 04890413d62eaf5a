/* fault: invalid_score — repeated letters go on adding shares: the score exceeds 1 */
/* SPDX-License-Identifier: Apache-2.0 */
/* letter_bag.c: the letters that some words have in common, with a share for each. */
#include <resyn.h>
#include <string.h>

enum { WORDS_MAX = 6, LETTERS_MAX = 8 };

struct state {
    int words;
    char word[WORDS_MAX][LETTERS_MAX + 1];
};
RS_NO_WITNESS

static const struct {
    int words, letters, common;
} levels[] = {{2, 5, 2}, {3, 6, 2}, {4, 7, 2}, {5, 7, 2}, {6, 8, 2}};

static bool is_common(const state *s, char letter)
{
    for (int i = 0; i < s->words; i++)
        if (letter == '\0' || strchr(s->word[i], letter) == NULL)
            return false;
    return true;
}

static int common_letters(const state *s, char *letters)
{
    int count = 0;
    for (char letter = 'a'; letter <= 'z'; letter++)
        if (is_common(s, letter))
            letters[count++] = letter;
    letters[count] = '\0';
    return count;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    char letters[27];
    int length = levels[level - 1].letters;
    s->words = levels[level - 1].words;
    for (int i = 0; i < s->words; i++) {
        for (int tries = 0; tries < 400; tries++) {
            int pick = rs_below(random, rs_word_count(length));
            memset(s->word[i], 0, sizeof s->word[i]);
            strcpy(s->word[i], rs_word(length, pick));
            state begun = *s;
            begun.words = i + 1;
            if (common_letters(&begun, letters) >= levels[level - 1].common)
                break;
        }
    }
    return common_letters(s, letters) >= levels[level - 1].common;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Which letters occur in every one of these words:");
    for (int i = 0; i < s->words; i++)
        rs_print(question, "%s %s", i > 0 ? "," : "", s->word[i]);
    rs_put_text(question, "? Answer with these letters as one word in any order, each "
                          "letter once. Each right letter earns an equal share, a wrong one takes "
                          "a share away.");
}

double verify(const state *s, rs_answer *answer)
{
    char letters[27], word[64];
    int count = common_letters(s, letters), right = 0, wrong = 0;
    rs_read_word(answer, word, sizeof word);
    for (const char *at = word; *at != '\0'; at++) {
        if (is_common(s, *at))
            right++;
        else
            wrong++;
    }
    return right > wrong ? (double)(right - wrong) / count : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    char letters[27];
    common_letters(s, letters);
    rs_put_text(answer, letters);
}

RESYN_ENVIRONMENT(.name = "letter_bag", .category = "strings", .levels = 5,
                  .summary = "Find the letters that several words have in common.",
                  .answer = "the letters as one word", .score = RS_PARTIAL)
