/* SPDX-License-Identifier: Apache-2.0 */
/* largest_number.c: which of some numbers is the largest, as a multiple choice. */
#include <resyn.h>

enum { NUMBERS_MAX = 8 };

struct state {
    int phrasing, count;
    int number[NUMBERS_MAX]; /* all different */
};
RS_NO_WITNESS

static const struct {
    int count, low, high;
} levels[] = {{4, 10, 99}, {5, 10, 99}, {6, 100, 999}, {7, 1000, 9999}, {8, 10000, 99999}};

static const char *const openings[] = {
    "Which of these numbers is the largest?",
    "One of these numbers is greater than all others. Which one?",
    "Find the maximum of these numbers:",
};

static const char *const choices[NUMBERS_MAX] = {"A", "B", "C", "D", "E", "F", "G", "H"};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->count = levels[level - 1].count;
    for (int i = 0; i < s->count; i++) {
        s->number[i] = rs_between(random, levels[level - 1].low, levels[level - 1].high);
        for (int j = 0; j < i; j++)
            if (s->number[j] == s->number[i])
                return false;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, openings[(unsigned)s->phrasing % 3]);
    for (int i = 0; i < s->count; i++)
        rs_print(question, " %s: %d", choices[i], s->number[i]);
    rs_put_text(question, "\nAnswer with the letter in front of it.");
}

double verify(const state *s, rs_answer *answer)
{
    int chosen = rs_read_choice(answer, choices, s->count);
    for (int i = 0; i < s->count; i++)
        if (s->number[i] > s->number[chosen])
            return rs_reject(answer, "there is a larger one");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int largest = 0;
    for (int i = 1; i < s->count; i++)
        if (s->number[i] > s->number[largest])
            largest = i;
    rs_put_text(answer, choices[largest]);
}

RESYN_ENVIRONMENT(.name = "largest_number", .category = "arithmetic", .levels = 5,
                  .summary = "Say which of some numbers is the largest.", .answer = "a letter",
                  .score = RS_BINARY, .guess_rate = 0.25)
