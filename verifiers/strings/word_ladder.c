/* SPDX-License-Identifier: Apache-2.0 */
/* word_ladder.c: change one word into another, a letter at a time, through English words. */
#include <resyn.h>
#include <string.h>

enum { LETTERS_MAX = 5, STEPS_MAX = 10, EXTEND_TRIES = 150 };

struct state {
    int phrasing;
    int steps; /* as many are allowed */
    char first[LETTERS_MAX + 1], last[LETTERS_MAX + 1];
};

struct witness {
    int words;
    char word[STEPS_MAX + 1][LETTERS_MAX + 1];
};

static const struct {
    int letters, steps, differ; /* differ: places in which first and last differ, at least */
} levels[] = {{3, 3, 2}, {4, 4, 3}, {4, 6, 4}, {5, 7, 4}, {5, 10, 5}};

static const char *const openings[] = {
    "Change the word \"%s\" into the word \"%s\".",
    "Build a word ladder from \"%s\" to \"%s\".",
    "Get from the word \"%s\" to the word \"%s\" one letter at a time.",
};

/* In how many places two words of one length differ. */
static int distance(const char *a, const char *b)
{
    int count = 0;
    for (int i = 0; a[i] != '\0'; i++)
        count += a[i] != b[i];
    return count;
}

static bool is_used(const witness *w, const char *word)
{
    for (int i = 0; i < w->words; i++)
        if (strcmp(w->word[i], word) == 0)
            return true;
    return false;
}

/* Puts a random neighbour of the last word, one that is not in the ladder yet, behind it. */
static bool extend(witness *w, rs_random *random)
{
    int letters = strlen(w->word[0]);
    for (int tries = 0; tries < EXTEND_TRIES; tries++) {
        char word[LETTERS_MAX + 1];
        strcpy(word, w->word[w->words - 1]);
        int place = rs_below(random, letters);
        word[place] = 'a' + rs_below(random, 26);
        if (rs_is_word(word) && !is_used(w, word)) {
            strcpy(w->word[w->words++], word);
            return true;
        }
    }
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int letters = levels[level - 1].letters;
    s->phrasing = rs_below(random, 3);
    s->steps = levels[level - 1].steps;
    for (int tries = 0; tries < 50; tries++) {
        memset(w, 0, sizeof *w);
        strcpy(w->word[w->words++], rs_word(letters, rs_below(random, rs_word_count(letters))));
        while (w->words <= s->steps && extend(w, random))
            ;
        if (w->words <= s->steps ||
            distance(w->word[0], w->word[s->steps]) < levels[level - 1].differ)
            continue;
        strcpy(s->first, w->word[0]);
        strcpy(s->last, w->word[s->steps]);
        return true;
    }
    return false;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->first, s->last);
    rs_print(question,
             " Each step replaces exactly one letter of the word by another letter, in its place, "
             "and gives an English word again. At most %d steps are allowed. Only words of the "
             "common word list \"american-english\" (the package wamerican of Debian) count, in "
             "lower case.\nAnswer with all words of the ladder from the first to the last, both "
             "included, separated by spaces. (For longer words an answer would look like this: "
             "stable staple)",
             s->steps);
}

double verify(const state *s, rs_answer *answer)
{
    char before[LETTERS_MAX + 1], word[LETTERS_MAX + 1];
    rs_read_word(answer, before, sizeof before);
    if (strcmp(before, s->first) != 0)
        return rs_reject(answer, "the ladder does not begin with %s", s->first);
    for (int steps = 1; !rs_at_end(answer); steps++) {
        if (steps > s->steps)
            return rs_reject(answer, "more than %d steps", s->steps);
        rs_read_word(answer, word, sizeof word);
        if (strlen(word) != strlen(before) || !rs_is_word(word))
            return rs_reject(answer, "word %d is too long, too short or unknown", steps + 1);
        if (distance(before, word) != 1)
            return rs_reject(answer, "%s and %s do not differ in one letter", before, word);
        strcpy(before, word);
    }
    if (strcmp(before, s->last) != 0)
        return rs_reject(answer, "the ladder does not end with %s", s->last);
    return 1;
}

static void put_words(const witness *w, rs_text *answer)
{
    for (int i = 0; i < w->words; i++)
        rs_print(answer, i > 0 ? " %s" : "%s", w->word[i]);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_words(w, answer);
}

/* Another word between two that stand two steps apart, where there is one. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    witness other = *w;
    for (int i = 1; i < s->steps; i++) {
        for (int place = 0; w->word[i][place] != '\0'; place++) {
            strcpy(other.word[i], w->word[i - 1]);
            for (char letter = 'a'; letter <= 'z'; letter++) {
                other.word[i][place] = letter;
                if (distance(other.word[i], w->word[i - 1]) == 1 &&
                    distance(other.word[i], w->word[i + 1]) == 1 &&
                    strcmp(other.word[i], w->word[i]) != 0 && rs_is_word(other.word[i])) {
                    put_words(&other, answer);
                    return true;
                }
            }
        }
        strcpy(other.word[i], w->word[i]);
    }
    return false;
}

RESYN_ENVIRONMENT(.name = "word_ladder", .category = "strings", .levels = 5,
                  .summary = "Change one English word into another, one letter at a time.",
                  .answer = "all words from the first to the last, separated by spaces",
                  .score = RS_BINARY)
