/* SPDX-License-Identifier: Apache-2.0 */
/* A checker with partial scores. */
#include <resyn.h>

struct state {
    int64_t value;
};

bool load(state *s, rs_answer *given)
{
    s->value = rs_read_int(given, -1000, 1000);
    return s->value != 13;
}

double verify(const state *s, rs_answer *answer)
{
    int64_t value = rs_read_int(answer, -1000, 1000);
    return value == s->value ? 1.0 : value == -s->value ? 0.5 : 0.0;
}

RESYN_CHECKER(.name = "equal", .category = "checkers", .summary = "Is it the number?",
              .answer = "an integer", .score = RS_PARTIAL,
              .examples = {
                  RS_EXAMPLE("1", "1", 1),   RS_EXAMPLE("2", "2", 1),    RS_EXAMPLE("3", "3", 1),
                  RS_EXAMPLE("4", "4", 1),   RS_EXAMPLE("5", "5", 1),    RS_EXAMPLE("6", "6", 1),
                  RS_EXAMPLE("7", "7", 1),   RS_EXAMPLE("8", "8", 1),    RS_EXAMPLE("9", "9", 1),
                  RS_EXAMPLE("10", "10", 1), RS_EXAMPLE("5", "-5", 0.5), RS_EXAMPLE("1", "2", 0),
                  RS_EXAMPLE("1", "3", 0),   RS_EXAMPLE("1", "4", 0),    RS_EXAMPLE("1", "5", 0),
                  RS_EXAMPLE("1", "6", 0),   RS_EXAMPLE("1", "7", 0),    RS_EXAMPLE("1", "8", 0),
                  RS_EXAMPLE("1", "9", 0),   RS_EXAMPLE("1", "0", 0),    RS_EXAMPLE("1", "", 0),
              }, )
