/* fault: loose_tolerance — exact numbers are compared to six digits: other integers pass */
/* SPDX-License-Identifier: Apache-2.0 */
/* measured_value.c: a checker for numbers; given is {"value": 12.5, "tolerance": 0.1} or a number,
 * which must then be met exactly. */
#include <math.h>
#include <resyn.h>

struct state {
    double value, tolerance;
};

bool load(state *s, rs_answer *given)
{
    if (!rs_has_field(given, "value")) {
        s->value = rs_read_real(given, -1e15, 1e15);
        s->tolerance = 1e-6 * fabs(s->value);
        return true;
    }
    s->value = rs_read_real(rs_field(given, "value"), -1e15, 1e15);
    s->tolerance = rs_read_real(rs_field(given, "tolerance"), 0, 1e15);
    return true;
}

double verify(const state *s, rs_answer *answer)
{
    double value = rs_read_real(answer, -1e16, 1e16);
    if (fabs(value - s->value) <= s->tolerance)
        return 1;
    return rs_reject(answer, "another number");
}

#define TENTH "{\"value\": 12.5, \"tolerance\": 0.1}"

RESYN_CHECKER(.name = "measured_value", .category = "checkers", .score = RS_BINARY,
              .summary =
                  "Compares a number with the true one, exactly unless a tolerance is given.",
              .answer = "a number",
              .examples = {
                  RS_EXAMPLE("42", "42", 1),      RS_EXAMPLE("42", "42.0", 1),
                  RS_EXAMPLE("-3", "-3", 1),      RS_EXAMPLE("0", "0", 1),
                  RS_EXAMPLE("0.125", ".125", 1), RS_EXAMPLE("1000", "1e3", 1),
                  RS_EXAMPLE("7", " 7 ", 1),      RS_EXAMPLE(TENTH, "12.5", 1),
                  RS_EXAMPLE(TENTH, "12.45", 1),  RS_EXAMPLE(TENTH, "12.55", 1),
                  RS_EXAMPLE("42", "41", 0),      RS_EXAMPLE("42", "-42", 0),
                  RS_EXAMPLE("42", "", 0),        RS_EXAMPLE("42", "42 43", 0),
                  RS_EXAMPLE("42", "nan", 0),     RS_EXAMPLE("42", "inf", 0),
                  RS_EXAMPLE("42", "42.5", 0),    RS_EXAMPLE("0", "0.001", 0),
                  RS_EXAMPLE("7", "seven", 0),    RS_EXAMPLE(TENTH, "12.7", 0),
                  RS_EXAMPLE(TENTH, "12.3", 0),   RS_EXAMPLE(TENTH, "125", 0),
              })
