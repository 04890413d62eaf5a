/* SPDX-License-Identifier: Apache-2.0 */
/* A sound checker. */
#include <resyn.h>

struct state {
    int64_t expected;
};

bool load(state *s, rs_answer *given)
{
    s->expected = rs_read_int(given, -1000000, 1000000);
    rs_read_end(given);
    return !rs_refused(given);
}

double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, -1000000, 1000000) == s->expected;
}

RESYN_CHECKER(.name = "integer", .category = "checkers", .summary = "An integer.",
              .answer = "an integer", .score = RS_BINARY,
              .examples = {RS_EXAMPLE("1", "1", 1), RS_EXAMPLE("1", "2", 0)})
