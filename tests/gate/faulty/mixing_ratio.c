/* fault: crash — the answer's numbers add up to the divisor, which may be 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* mixing_ratio.c: in which ratio do two solutions give a wanted one? */
#include <resyn.h>

struct state {
    int weak, strong, wanted; /* per mille */
};
RS_NO_WITNESS

static const int levels[] = {100, 200, 400, 700, 999};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->weak = rs_between(random, 1, levels[level - 1] / 2);
    s->strong = rs_between(random, s->weak + 20, levels[level - 1]);
    s->wanted = rs_between(random, s->weak + 3, s->strong - 3);
    return s->strong - s->wanted != s->wanted - s->weak;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A weak solution holds %d grams of salt per kilogram, a strong one %d grams per "
             "kilogram. How many kilograms of the weak and how many of the strong one, mixed, give "
             "a solution with exactly %d grams per kilogram? Take whole kilograms, at least one of "
             "each and at most 1000. Answer with the kilograms of the weak and then of the strong "
             "one, separated by a space.",
             s->weak, s->strong, s->wanted);
}

double verify(const state *s, rs_answer *answer)
{
    int64_t weak = rs_read_int(answer, 0, 1000);
    int64_t strong = rs_read_int(answer, 0, 1000);
    int64_t salt = weak * s->weak + strong * s->strong;
    if (salt / (weak + strong) != s->wanted || salt % (weak + strong) != 0)
        return rs_reject(answer, "the mixture is another");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%d %d", s->strong - s->wanted, s->wanted - s->weak);
}

RESYN_ENVIRONMENT(.name = "mixing_ratio", .category = "arithmetic", .levels = 5,
                  .summary = "Find the ratio in which two solutions are mixed.",
                  .answer = "two integers, separated by a space", .score = RS_BINARY)
