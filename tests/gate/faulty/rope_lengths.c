/* fault: guess_rate — yes and no are balanced, but no guess rate is declared */
/* SPDX-License-Identifier: Apache-2.0 */
/* rope_lengths.c: is a number divisible by a sum of two others? Half of the instances are. */
#include <resyn.h>

struct state {
    int64_t number, first, second;
};
RS_NO_WITNESS

static const int64_t levels[] = {30, 90, 300, 1000, 5000};

static bool divides(const state *s)
{
    return s->number % (s->first + s->second) == 0;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->first = rs_between(random, 3, levels[level - 1]);
    s->second = rs_between(random, 3, levels[level - 1]);
    bool wanted = rs_below(random, 2);
    int64_t factor = rs_between(random, levels[level - 1], 9 * levels[level - 1]);
    s->number = factor * (s->first + s->second);
    if (!wanted)
        s->number += rs_between(random, 1, s->first + s->second - 1);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Two ropes of %lld and %lld metres are tied together, end to end, and used as one "
             "measuring rope. Is a road of %lld metres a whole number of measuring ropes long? "
             "Answer yes or no.",
             (long long)s->first, (long long)s->second, (long long)s->number);
}

double verify(const state *s, rs_answer *answer)
{
    static const char *const choices[] = {"no", "yes"};
    if (rs_read_choice(answer, choices, 2) != divides(s))
        return rs_reject(answer, "the contrary is true");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, divides(s) ? "yes" : "no");
}

RESYN_ENVIRONMENT(.name = "rope_lengths", .category = "arithmetic", .levels = 5,
                  .summary = "Decide whether a road is a whole number of ropes long.",
                  .answer = "yes or no", .score = RS_BINARY)
