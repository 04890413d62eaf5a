/* sound: a checker: the ground truth is an exact rational with an optional list of others */
/* SPDX-License-Identifier: Apache-2.0 */
/* fraction_given.c: compares a number with one of several true ones; given is a number, or
 * {"value": …, "or": …}. */
#include <resyn.h>

struct state {
    rs_number value[2];
    int values;
};

bool load(state *s, rs_answer *given)
{
    s->values = 1;
    if (!rs_has_field(given, "value")) {
        rs_read_number(given, &s->value[0]);
        return true;
    }
    rs_read_number(rs_field(given, "value"), &s->value[0]);
    if (rs_has_field(given, "or")) {
        rs_read_number(rs_field(given, "or"), &s->value[1]);
        s->values = 2;
    }
    return true;
}

double verify(const state *s, rs_answer *answer)
{
    rs_number number;
    if (!rs_read_number(answer, &number))
        return 0;
    for (int i = 0; i < s->values; i++)
        if (rs_number_compare(number, s->value[i]) == 0)
            return 1;
    return rs_reject(answer, "another number");
}

#define ROOTS "{\"value\": \"-3\", \"or\": \"1/2\"}"

RESYN_CHECKER(.name = "fraction_given", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares a number with the true one, or with one of two.",
              .answer = "a number",
              .examples = {
                  RS_EXAMPLE("3/4", "3/4", 1),       RS_EXAMPLE("3/4", "0.75", 1),
                  RS_EXAMPLE("3/4", "6/8", 1),       RS_EXAMPLE("3/4", "75 %", 1),
                  RS_EXAMPLE("-2", "-2", 1),         RS_EXAMPLE("-2", "-2.0", 1),
                  RS_EXAMPLE("1000", "1,000", 1),    RS_EXAMPLE(ROOTS, "-3", 1),
                  RS_EXAMPLE(ROOTS, "0.5", 1),       RS_EXAMPLE(ROOTS, "1/2", 1),
                  RS_EXAMPLE("3/4", "", 0),          RS_EXAMPLE("3/4", "3", 0),
                  RS_EXAMPLE("3/4", "4/3", 0),       RS_EXAMPLE("3/4", "0.7", 0),
                  RS_EXAMPLE("3/4", "0.75 or 1", 0), RS_EXAMPLE("-2", "2", 0),
                  RS_EXAMPLE("1000", "1", 0),        RS_EXAMPLE(ROOTS, "3", 0),
                  RS_EXAMPLE(ROOTS, "-3 1/2", 0),    RS_EXAMPLE(ROOTS, "-3, 0.5", 0),
                  RS_EXAMPLE(ROOTS, "nan", 0),
              })
