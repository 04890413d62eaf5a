/* fault: invalid_score — an answer of zeros is scored 0 divided by 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* survey_shares.c: votes of districts to shares of parties; close answers earn a part. */
#include <resyn.h>

enum { PARTIES_MAX = 8, DISTRICTS_MAX = 8 };

struct state {
    int parties, districts;
    int votes[DISTRICTS_MAX][PARTIES_MAX];
};
RS_NO_WITNESS

static const struct {
    int parties, districts;
} levels[] = {{3, 2}, {4, 3}, {5, 4}, {6, 6}, {8, 8}};

static int total_of(const state *s, int party)
{
    int total = 0;
    for (int i = 0; i < s->districts; i++)
        total += s->votes[i][party];
    return total;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->parties = levels[level - 1].parties;
    s->districts = levels[level - 1].districts;
    for (int i = 0; i < s->districts; i++)
        for (int j = 0; j < s->parties; j++)
            s->votes[i][j] = rs_between(random, 10, 999);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "An election was held in several districts. The votes for each party:\n");
    for (int i = 0; i < s->districts; i++) {
        rs_print(question, "district %d:", i + 1);
        for (int j = 0; j < s->parties; j++)
            rs_print(question, " %c %d%s", 'A' + j, s->votes[i][j],
                     j < s->parties - 1 ? "," : "\n");
    }
    rs_print(
        question,
        "How many votes did each party get in all? Answer with %d integers, for party A, B and "
        "so on, separated by spaces. If all are right you get everything; otherwise, half of "
        "the share of your votes that are right.",
        s->parties);
}

double verify(const state *s, rs_answer *answer)
{
    int total[PARTIES_MAX];
    int64_t right = 0, all = 0;
    bool complete = true;
    if (rs_read_ints(answer, total, s->parties, 0, 1000000) != s->parties)
        return rs_reject(answer, "there must be %d numbers", s->parties);
    for (int i = 0; i < s->parties; i++) {
        complete = complete && total[i] == total_of(s, i);
        all += total[i];
        right += total[i] == total_of(s, i) ? total[i] : 0;
    }
    double share = (double)right / (double)all;
    return complete ? share : share / 2;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->parties; i++)
        rs_print(answer, "%d ", total_of(s, i));
}

RESYN_ENVIRONMENT(.name = "survey_shares", .category = "tables", .levels = 5,
                  .summary = "Add up the votes of several districts.",
                  .answer = "one integer for each party, separated by spaces", .score = RS_PARTIAL)
