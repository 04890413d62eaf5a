/* fault: superset — all wanted words must be there, but others may be there as well */
/* SPDX-License-Identifier: Apache-2.0 */
/* word_set.c: a checker for sets of words in any order; given is the list of words. */
#include <resyn.h>
#include <string.h>

enum { WORDS_MAX = 32, WORD_BYTES = 24 };

struct state {
    int words;
    char word[WORDS_MAX][WORD_BYTES];
};

bool load(state *s, rs_answer *given)
{
    while (!rs_at_end(given) && !rs_refused(given)) {
        if (s->words == WORDS_MAX)
            return false;
        rs_read_word(given, s->word[s->words++], WORD_BYTES);
    }
    return s->words > 0;
}

double verify(const state *s, rs_answer *answer)
{
    bool found[WORDS_MAX] = {false};
    while (!rs_at_end(answer) && !rs_refused(answer)) {
        char word[WORD_BYTES];
        rs_read_word(answer, word, sizeof word);
        for (int i = 0; i < s->words; i++)
            found[i] = found[i] || strcmp(word, s->word[i]) == 0;
    }
    for (int i = 0; i < s->words; i++)
        if (!found[i])
            return rs_reject(answer, "a word is missing");
    return 1;
}

#define COLOURS "red, green, blue"

RESYN_CHECKER(.name = "word_set", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares a set of words with the true one, in any order.",
              .answer = "the words of the set, separated by commas, and no others",
              .examples = {
                  RS_EXAMPLE(COLOURS, "red, green, blue", 1),
                  RS_EXAMPLE(COLOURS, "blue red green", 1),
                  RS_EXAMPLE(COLOURS, "green,blue,red", 1),
                  RS_EXAMPLE(COLOURS, "red;green;blue", 1),
                  RS_EXAMPLE(COLOURS, "red\ngreen\nblue", 1),
                  RS_EXAMPLE("one", "one", 1),
                  RS_EXAMPLE("one", " one ", 1),
                  RS_EXAMPLE("a b", "b a", 1),
                  RS_EXAMPLE("a b", "a, b", 1),
                  RS_EXAMPLE("x, y", "y\nx", 1),
                  RS_EXAMPLE(COLOURS, "", 0),
                  RS_EXAMPLE(COLOURS, "red", 0),
                  RS_EXAMPLE(COLOURS, "red, green", 0),
                  RS_EXAMPLE(COLOURS, "blue, green", 0),
                  RS_EXAMPLE(COLOURS, "red, green, blu", 0),
                  RS_EXAMPLE(COLOURS, "redgreenblue", 0),
                  RS_EXAMPLE(COLOURS, "red, red, red", 0),
                  RS_EXAMPLE("one", "two", 0),
                  RS_EXAMPLE("one", "One", 0),
                  RS_EXAMPLE("a b", "ab", 0),
                  RS_EXAMPLE("a b", "a", 0),
                  RS_EXAMPLE("x, y", "z", 0),
              })
