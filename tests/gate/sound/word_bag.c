/* sound: a checker: a multiset of words in any order, nothing missing and nothing more */
/* SPDX-License-Identifier: Apache-2.0 */
/* word_bag.c: compares a list of words with the true one; the order does not count. */
#include <resyn.h>
#include <string.h>

enum { WORDS_MAX = 24, WORD_BYTES = 24 };

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
    bool used[WORDS_MAX] = {false};
    for (int i = 0; i < s->words; i++) {
        char word[WORD_BYTES];
        int at = 0;
        rs_read_word(answer, word, sizeof word);
        while (at < s->words && (used[at] || strcmp(s->word[at], word) != 0))
            at++;
        if (at == s->words)
            return rs_reject(answer, "word %d is another", i + 1);
        used[at] = true;
    }
    return 1;
}

#define PAIR "tea tea milk"

RESYN_CHECKER(.name = "word_bag", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares a list of words with the true one, in any order.",
              .answer = "the words, separated by spaces or commas",
              .examples = {
                  RS_EXAMPLE(PAIR, "tea tea milk", 1),
                  RS_EXAMPLE(PAIR, "tea, milk, tea", 1),
                  RS_EXAMPLE(PAIR, "milk tea tea", 1),
                  RS_EXAMPLE(PAIR, "milk\ntea\ntea", 1),
                  RS_EXAMPLE("a", "a", 1),
                  RS_EXAMPLE("a", " a ", 1),
                  RS_EXAMPLE("a b c", "c b a", 1),
                  RS_EXAMPLE("a b c", "b, c, a", 1),
                  RS_EXAMPLE("x, y", "y x", 1),
                  RS_EXAMPLE("x, y", "x;y", 1),
                  RS_EXAMPLE(PAIR, "", 0),
                  RS_EXAMPLE(PAIR, "tea milk", 0),
                  RS_EXAMPLE(PAIR, "tea milk milk", 0),
                  RS_EXAMPLE(PAIR, "tea tea tea milk", 0),
                  RS_EXAMPLE(PAIR, "tea tea milk x", 0),
                  RS_EXAMPLE("a", "b", 0),
                  RS_EXAMPLE("a", "a a", 0),
                  RS_EXAMPLE("a", "A", 0),
                  RS_EXAMPLE("a b c", "a b", 0),
                  RS_EXAMPLE("a b c", "abc", 0),
                  RS_EXAMPLE("x, y", "x or y", 0),
              })
