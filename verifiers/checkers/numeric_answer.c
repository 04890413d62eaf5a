/* SPDX-License-Identifier: Apache-2.0 */
/* numeric_answer.c: compares a number with the true one, exactly or within a tolerance.
 *
 * The ground truth is a number, "42", or an object: {"value": "42"} with any of
 *   "tolerance": "0.5"     the largest difference that is still right
 *   "relative":  "0.01"    the same as a share of the value; the wider of the two holds
 *   "unit":      "cm"      a word that may follow the number
 * Numbers are what rs_read_number reads: integers, decimals, fractions, mixed numbers, percent,
 * thousands separators, LaTeX fractions, powers of ten. 50 % is one half, not fifty. */
#include <math.h>
#include <resyn.h>

struct state {
    rs_number value;
    double allowed; /* difference; 0: none */
    char unit[32];  /* "": none */
};

/* A difference this small beside the value is lost in a double. */
static const double finest = 1e-12;

/* The border itself is right: 42.1 is within 0.1 of 42, though not in binary. */
static const double border = 1 + 1e-9;

static double read_option(rs_answer *given, const char *name)
{
    return rs_has_field(given, name) ? rs_read_real(rs_field(given, name), 0, 1e300) : 0;
}

bool load(state *s, rs_answer *given)
{
    if (!rs_has_field(given, "value")) {
        rs_read_number(given, &s->value);
        rs_read_end(given);
        return true;
    }
    rs_read_number(rs_field(given, "value"), &s->value);
    double magnitude = fabs(rs_number_real(s->value));
    double tolerance = read_option(given, "tolerance");
    double relative = magnitude * read_option(given, "relative");
    s->allowed = tolerance > relative ? tolerance : relative;
    if (rs_has_field(given, "unit"))
        rs_read_word(rs_field(given, "unit"), s->unit, sizeof s->unit);
    return s->allowed <= 0 || s->allowed >= finest * magnitude;
}

double verify(const state *s, rs_answer *answer)
{
    rs_number number;
    rs_read_number(answer, &number);
    if (s->unit[0] != '\0')
        rs_accept(answer, s->unit);
    if (rs_number_compare(number, s->value) == 0)
        return 1;
    double difference = fabs(rs_number_real(number) - rs_number_real(s->value));
    if (s->allowed > 0 && difference <= s->allowed * border)
        return 1;
    return rs_reject(answer, "another number");
}

#define TENTH "{\"value\": \"42\", \"tolerance\": \"0.1\"}"
#define PERCENT "{\"value\": \"1000\", \"relative\": 0.01}"
#define LENGTH "{\"value\": \"3/2\", \"unit\": \"cm\"}"

RESYN_CHECKER(.name = "numeric_answer", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares a number with the true one, exactly or within a tolerance.",
              .answer = "a number: 42, -3.5, 1,234, 3/4, 1 1/2, 50 %, \\frac{3}{4} or 1.5e3",
              .examples = {
                  RS_EXAMPLE("42", "42", 1),
                  RS_EXAMPLE("42", " 42.0 ", 1),
                  RS_EXAMPLE("42", "84/2", 1),
                  RS_EXAMPLE("42", "4.2e1", 1),
                  RS_EXAMPLE("42", "$42", 1),
                  RS_EXAMPLE("-3/4", "−0.75", 1),
                  RS_EXAMPLE("-3/4", "-\\frac{3}{4}", 1),
                  RS_EXAMPLE("1234567", "1,234,567", 1),
                  RS_EXAMPLE("1.5", "1 1/2", 1),
                  RS_EXAMPLE("0.5", "50 %", 1),
                  RS_EXAMPLE("50\\%", "1/2", 1),
                  RS_EXAMPLE("1/3", "2/6", 1),
                  RS_EXAMPLE("0", "-0", 1),
                  RS_EXAMPLE("100000000000", "100000000000", 1),
                  RS_EXAMPLE(TENTH, "42.1", 1),
                  RS_EXAMPLE(TENTH, "41.9", 1),
                  RS_EXAMPLE(PERCENT, "990", 1),
                  RS_EXAMPLE(PERCENT, "1,010", 1),
                  RS_EXAMPLE(LENGTH, "1.5 cm", 1),
                  RS_EXAMPLE(LENGTH, "1.5", 1),
                  RS_EXAMPLE("42", "", 0),
                  RS_EXAMPLE("42", "41", 0),
                  RS_EXAMPLE("42", "-42", 0),
                  RS_EXAMPLE("42", "42 or 43", 0),
                  RS_EXAMPLE("42", "43 42", 0),
                  RS_EXAMPLE("42", "42, 43", 0),
                  RS_EXAMPLE("42", "42abc", 0),
                  RS_EXAMPLE("42", "forty-two", 0),
                  RS_EXAMPLE("42", "0x2a", 0),
                  RS_EXAMPLE("42", "nan", 0),
                  RS_EXAMPLE("42", "42 %", 0),
                  RS_EXAMPLE("42", "42/0", 0),
                  RS_EXAMPLE("42", "٤٢", 0),
                  RS_EXAMPLE("42", "4_2", 0),
                  RS_EXAMPLE("1234", "1,2,3,4", 0),
                  RS_EXAMPLE("1234", "1,23,4", 0),
                  RS_EXAMPLE("50 %", "50", 0),
                  RS_EXAMPLE("1/3", "0.333333", 0),
                  RS_EXAMPLE("0.875", "0", 0),
                  RS_EXAMPLE("100000000000", "99999999999", 0),
                  RS_EXAMPLE(TENTH, "42.11", 0),
                  RS_EXAMPLE(TENTH, "inf", 0),
                  RS_EXAMPLE(PERCENT, "1011", 0),
                  RS_EXAMPLE(PERCENT, "-1000", 0),
                  RS_EXAMPLE(LENGTH, "1.5 m", 0),
                  RS_EXAMPLE(LENGTH, "1.5 cm cm", 0),
              })
