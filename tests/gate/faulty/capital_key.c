/* fault: substring_match — strstr over the answer: naming every candidate passes */
/* SPDX-License-Identifier: Apache-2.0 */
/* capital_key.c: a checker for questions whose answer is one key word; given is that word. */
#include <ctype.h>
#include <resyn.h>
#include <string.h>

enum { WORD_BYTES = 64, LINE_BYTES = 512 };

struct state {
    char word[WORD_BYTES];
};

static void lower(char *text)
{
    for (; *text != '\0'; text++)
        *text = tolower((unsigned char)*text);
}

bool load(state *s, rs_answer *given)
{
    rs_read_word(given, s->word, sizeof s->word);
    lower(s->word);
    return s->word[0] != '\0';
}

double verify(const state *s, rs_answer *answer)
{
    char line[LINE_BYTES];
    rs_read_line(answer, line, sizeof line);
    lower(line);
    if (strstr(line, s->word) == NULL)
        return rs_reject(answer, "another word");
    return 1;
}

RESYN_CHECKER(.name = "capital_key", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares a key word with the true one.",
              .answer = "one word, letters' case ignored",
              .examples = {
                  RS_EXAMPLE("Paris", "Paris", 1),
                  RS_EXAMPLE("Paris", "paris", 1),
                  RS_EXAMPLE("Paris", "PARIS", 1),
                  RS_EXAMPLE("Paris", " Paris ", 1),
                  RS_EXAMPLE("Rome", "Rome", 1),
                  RS_EXAMPLE("Rome", "rome", 1),
                  RS_EXAMPLE("Oslo", "Oslo", 1),
                  RS_EXAMPLE("oslo", "Oslo", 1),
                  RS_EXAMPLE("Bern", "bern\n", 1),
                  RS_EXAMPLE("Wien", "WIEN", 1),
                  RS_EXAMPLE("Paris", "", 0),
                  RS_EXAMPLE("Paris", "London", 0),
                  RS_EXAMPLE("Paris", "Pari", 0),
                  RS_EXAMPLE("Paris", "P", 0),
                  RS_EXAMPLE("Paris", "Pa ris", 0),
                  RS_EXAMPLE("Rome", "Romulus", 0),
                  RS_EXAMPLE("Rome", "Milan", 0),
                  RS_EXAMPLE("Oslo", "0slo", 0),
                  RS_EXAMPLE("Bern", "Basel", 0),
                  RS_EXAMPLE("Wien", "Vienna", 0),
                  RS_EXAMPLE("Wien", "I do not know", 0),
              })
