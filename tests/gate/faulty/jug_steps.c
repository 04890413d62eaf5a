/* fault: uncertified_claim — "impossible" is believed without a look at the jugs */
/* SPDX-License-Identifier: Apache-2.0 */
/* jug_steps.c: measure an amount of water with two jugs, or see that it cannot be done. */
#include <resyn.h>

enum { STEPS_MAX = 200 };

struct state {
    int size[2], wanted;
};
RS_NO_WITNESS

static const int levels[] = {16, 24, 34, 46, 60};
enum step { FILL_A, FILL_B, EMPTY_A, EMPTY_B, POUR_AB, POUR_BA, STEPS };
static const char *const names[] = {"fill-a", "fill-b", "empty-a", "empty-b", "pour-ab", "pour-ba"};

static void take_step(const state *s, int step, int *water)
{
    int from = step & 1, to = 1 - from;
    if (step <= FILL_B) {
        water[from] = s->size[from];
    } else if (step <= EMPTY_B) {
        water[from] = 0;
    } else {
        int room = s->size[to] - water[to];
        int poured = water[from] < room ? water[from] : room;
        water[from] -= poured;
        water[to] += poured;
    }
}

static int common_divisor(int a, int b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

static bool is_possible(const state *s)
{
    return s->wanted % common_divisor(s->size[0], s->size[1]) == 0;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->size[0] = rs_between(random, 4, levels[level - 1] - 1);
    s->size[1] = rs_between(random, s->size[0] + 1, levels[level - 1]);
    s->wanted = rs_between(random, 1, s->size[1] - 1);
    bool impossible = rs_below(random, 10) == 0;
    return s->wanted != s->size[0] && is_possible(s) != impossible;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Jug A holds %d litres, jug B %d litres; both are empty. The steps are fill-a and "
             "fill-b (fill a jug to the brim), empty-a and empty-b, and pour-ab and pour-ba (pour "
             "from the first into the second until one is empty or the other full). Get exactly %d "
             "litres into one of the jugs. Answer with at most %d steps, separated by spaces, or "
             "with the word impossible if no steps can do it. (For other jugs an answer would look "
             "like this: fill-a pour-ab fill-a)",
             s->size[0], s->size[1], s->wanted, STEPS_MAX);
}

double verify(const state *s, rs_answer *answer)
{
    int water[2] = {0, 0};
    if (rs_accept(answer, "impossible"))
        return 1;
    for (int steps = 0; !rs_at_end(answer) && !rs_refused(answer); steps++) {
        if (steps == STEPS_MAX)
            return rs_reject(answer, "too many steps");
        take_step(s, rs_read_choice(answer, names, STEPS), water);
    }
    return water[0] == s->wanted || water[1] == s->wanted ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int water[2] = {0, 0};
    if (!is_possible(s)) {
        rs_put_text(answer, "impossible");
        return;
    }
    while (water[0] != s->wanted && water[1] != s->wanted) {
        int step = water[0] == 0 ? FILL_A : water[1] == s->size[1] ? EMPTY_B : POUR_AB;
        take_step(s, step, water);
        rs_print(answer, "%s ", names[step]);
    }
}

RESYN_ENVIRONMENT(.name = "jug_steps", .category = "planning", .levels = 5,
                  .summary = "Measure water with two jugs.",
                  .answer = "the steps, separated by spaces, or impossible", .score = RS_BINARY,
                  .guess_rate = 0.1)
