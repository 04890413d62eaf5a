/* SPDX-License-Identifier: Apache-2.0 */
/* same_text.c: a checker: the answer is the ground truth, byte for byte after trimming. */
#include <resyn.h>
#include <string.h>

struct state {
    char text[256];
};

bool load(state *s, rs_answer *given)
{
    return rs_read_line(given, s->text, sizeof s->text) > 0;
}

double verify(const state *s, rs_answer *answer)
{
    char text[256];
    rs_read_line(answer, text, sizeof text);
    return strcmp(text, s->text) == 0;
}

RESYN_CHECKER(.name = "same_text", .category = "checkers", .summary = "The same text.",
              .answer = "a line of text", .score = RS_BINARY,
              .examples = {
                  RS_EXAMPLE("a", "a", 1),     RS_EXAMPLE("b", "b", 1),
                  RS_EXAMPLE("one", "one", 1), RS_EXAMPLE("two", "two", 1),
                  RS_EXAMPLE("3", "3", 1),     RS_EXAMPLE("a b", "a b", 1),
                  RS_EXAMPLE("x-y", "x-y", 1), RS_EXAMPLE("Q", "Q", 1),
                  RS_EXAMPLE("1,5", "1,5", 1), RS_EXAMPLE("yes", "yes", 1),
                  RS_EXAMPLE("a", "b", 0),     RS_EXAMPLE("b", "a", 0),
                  RS_EXAMPLE("one", "two", 0), RS_EXAMPLE("two", "one", 0),
                  RS_EXAMPLE("3", "4", 0),     RS_EXAMPLE("a b", "ab", 0),
                  RS_EXAMPLE("x-y", "x", 0),   RS_EXAMPLE("Q", "q", 0),
                  RS_EXAMPLE("1,5", "1.5", 0), RS_EXAMPLE("yes", "no", 0),
              }, )
