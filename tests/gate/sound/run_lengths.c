/* sound: verbatim: dots, stars and dollars at the ends belong to the answer */
/* SPDX-License-Identifier: Apache-2.0 */
/* run_lengths.c: write out a text that is given by runs of equal characters, spaces among them. */
#include <resyn.h>
#include <string.h>

enum { RUNS_MAX = 30, TEXT_MAX = 200 };

struct state {
    int runs;
    char character[RUNS_MAX];
    int times[RUNS_MAX];
};
RS_NO_WITNESS

static const int levels[] = {5, 8, 12, 18, 30};

/* No text begins or ends with the first of them. */
static const char alphabet[] = " .*$xyz";

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->runs = levels[level - 1];
    for (int i = 0, last = 0; i < s->runs; i++) {
        last = (last + rs_between(random, 1, 6)) % 7;
        s->character[i] = alphabet[last];
        s->times[i] = rs_between(random, 1, 6);
    }
    return s->character[s->runs - 1] != ' ';
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "A line of text is described by its runs of equal characters:\n");
    for (int i = 0; i < s->runs; i++) {
        if (s->character[i] == ' ')
            rs_print(question, "%d times space\n", s->times[i]);
        else
            rs_print(question, "%d times %c\n", s->times[i], s->character[i]);
    }
    rs_put_text(question, "Answer with this line. Every character counts, also dots at the end and "
                          "spaces in a row; write nothing else, and no line break.");
}

static void write_text(const state *s, char *text)
{
    for (int i = 0; i < s->runs; i++)
        for (int j = 0; j < s->times[i]; j++)
            *text++ = s->character[i];
    *text = '\0';
}

double verify(const state *s, rs_answer *answer)
{
    char text[TEXT_MAX], line[TEXT_MAX];
    write_text(s, text);
    rs_read_line(answer, line, sizeof line);
    if (strcmp(line, text) != 0)
        return rs_reject(answer, "another text");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    char text[TEXT_MAX];
    write_text(s, text);
    rs_put_text(answer, text);
}

RESYN_ENVIRONMENT(.name = "run_lengths", .category = "strings", .levels = 5,
                  .summary = "Write out a text given by runs.", .answer = "the line of text",
                  .score = RS_BINARY, .answer_form = RS_VERBATIM)
