/* fault: any_wins — the true number may stand anywhere in a text that lists others */
/* SPDX-License-Identifier: Apache-2.0 */
/* amount_text.c: a checker for whole amounts that may stand in a short sentence; given is the
 * amount. */
#include <ctype.h>
#include <resyn.h>

enum { LINE_BYTES = 400 };

struct state {
    int64_t amount;
};

bool load(state *s, rs_answer *given)
{
    s->amount = rs_read_int(given, 0, 999999999);
    return true;
}

double verify(const state *s, rs_answer *answer)
{
    char line[LINE_BYTES];
    rs_read_line(answer, line, sizeof line);
    for (const char *at = line; *at != '\0';) {
        int64_t number = 0;
        if (!isdigit((unsigned char)*at)) {
            at++;
            continue;
        }
        while (isdigit((unsigned char)*at) && number < 1000000000)
            number = 10 * number + (*at++ - '0');
        while (isdigit((unsigned char)*at))
            at++;
        if (number == s->amount)
            return 1;
    }
    return rs_reject(answer, "another amount");
}

RESYN_CHECKER(.name = "amount_text", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares an amount, which may stand in a sentence, with the true one.",
              .answer = "one amount, alone or in a short sentence",
              .examples = {
                  RS_EXAMPLE("42", "42", 1),
                  RS_EXAMPLE("42", "42 euros", 1),
                  RS_EXAMPLE("42", "It costs 42.", 1),
                  RS_EXAMPLE("42", "= 42", 1),
                  RS_EXAMPLE("42", "(42)", 1),
                  RS_EXAMPLE("7", "7 pieces", 1),
                  RS_EXAMPLE("7", "7", 1),
                  RS_EXAMPLE("0", "0", 1),
                  RS_EXAMPLE("1200", "1200", 1),
                  RS_EXAMPLE("1200", "she pays 1200", 1),
                  RS_EXAMPLE("42", "", 0),
                  RS_EXAMPLE("42", "43", 0),
                  RS_EXAMPLE("42", "4", 0),
                  RS_EXAMPLE("42", "421", 0),
                  RS_EXAMPLE("42", "4 2", 0),
                  RS_EXAMPLE("42", "forty-two", 0),
                  RS_EXAMPLE("7", "77", 0),
                  RS_EXAMPLE("7", "none", 0),
                  RS_EXAMPLE("0", "nothing", 0),
                  RS_EXAMPLE("1200", "12 00", 0),
                  RS_EXAMPLE("1200", "120", 0),
              })
