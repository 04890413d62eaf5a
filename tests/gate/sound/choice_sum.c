/* sound: multiple choice: four letters, equally often right, guess rate a quarter */
/* SPDX-License-Identifier: Apache-2.0 */
/* choice_sum.c: which of four expressions has the largest value? */
#include <resyn.h>

enum { CHOICES = 4, TERMS_MAX = 7 };

struct state {
    int terms;
    int left[CHOICES][TERMS_MAX], right[CHOICES][TERMS_MAX];
};
RS_NO_WITNESS

static const struct {
    int terms, most;
} levels[] = {{1, 30}, {2, 40}, {3, 60}, {5, 90}, {7, 120}};

static int value_of(const state *s, int choice)
{
    int sum = 0;
    for (int i = 0; i < s->terms; i++)
        sum += s->left[choice][i] * s->right[choice][i];
    return sum;
}

static int largest(const state *s)
{
    int best = 0;
    for (int i = 1; i < CHOICES; i++)
        if (value_of(s, i) > value_of(s, best))
            best = i;
    return best;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->terms = levels[level - 1].terms;
    for (int i = 0; i < CHOICES; i++) {
        for (int j = 0; j < s->terms; j++) {
            s->left[i][j] = rs_between(random, 3, levels[level - 1].most);
            s->right[i][j] = rs_between(random, 3, levels[level - 1].most);
        }
    }
    for (int i = 0; i < CHOICES; i++)
        for (int j = 0; j < i; j++)
            if (value_of(s, i) == value_of(s, j))
                return false;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Which of these expressions has the largest value?\n");
    for (int i = 0; i < CHOICES; i++) {
        rs_print(question, "%c:", 'A' + i);
        for (int j = 0; j < s->terms; j++)
            rs_print(question, "%s %d * %d", j > 0 ? " +" : "", s->left[i][j], s->right[i][j]);
        rs_put_text(question, "\n");
    }
    rs_put_text(question, "Answer with its letter: A, B, C or D.");
}

double verify(const state *s, rs_answer *answer)
{
    static const char *const letters[] = {"A", "B", "C", "D"};
    if (rs_read_choice(answer, letters, CHOICES) != largest(s))
        return rs_reject(answer, "another one is larger");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%c", 'A' + largest(s));
}

RESYN_ENVIRONMENT(.name = "choice_sum", .category = "arithmetic", .levels = 5,
                  .summary = "Choose the expression with the largest value.",
                  .answer = "a letter from A to D", .score = RS_BINARY, .guess_rate = 0.25)
