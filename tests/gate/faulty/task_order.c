/* fault: stored_answer — one order is stored; other orders that obey the rules earn nothing */
/* SPDX-License-Identifier: Apache-2.0 */
/* task_order.c: put tasks into an order that respects what must come before what. */
#include <resyn.h>

enum { TASKS_MAX = 20, RULES_MAX = 30 };

struct state {
    int tasks, rules;
    int rule[RULES_MAX][2]; /* the first before the second */
    int order[TASKS_MAX];
};
RS_NO_WITNESS

static const struct {
    int tasks, rules;
} levels[] = {{6, 7}, {9, 11}, {12, 16}, {16, 22}, {20, 30}};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->tasks = levels[level - 1].tasks;
    s->rules = levels[level - 1].rules;
    for (int i = 0; i < s->tasks; i++)
        s->order[i] = i + 1;
    rs_shuffle(random, s->order, s->tasks, sizeof s->order[0]);
    for (int i = 0; i < s->rules; i++) {
        int a = rs_below(random, s->tasks - 1);
        int b = rs_between(random, a + 1, s->tasks - 1);
        s->rule[i][0] = s->order[a];
        s->rule[i][1] = s->order[b];
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "There are %d tasks, numbered from 1, to be done one after the other:\n",
             s->tasks);
    for (int i = 0; i < s->rules; i++)
        rs_print(question, "task %d must be done before task %d\n", s->rule[i][0], s->rule[i][1]);
    rs_print(question,
             "In which order can all tasks be done? Answer with an order that respects all rules: "
             "%d numbers separated by spaces. (For three tasks an answer would look like this: 3 1 "
             "2)",
             s->tasks);
}

double verify(const state *s, rs_answer *answer)
{
    int order[TASKS_MAX];
    if (rs_read_ints(answer, order, s->tasks, 1, s->tasks) != s->tasks)
        return rs_reject(answer, "there must be %d tasks", s->tasks);
    for (int i = 0; i < s->tasks; i++)
        if (order[i] != s->order[i])
            return rs_reject(answer, "task %d cannot be done then", order[i]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->tasks; i++)
        rs_print(answer, "%d ", s->order[i]);
}

RESYN_ENVIRONMENT(.name = "task_order", .category = "scheduling", .levels = 5,
                  .summary = "Order tasks under precedence rules.",
                  .answer = "all tasks in order, separated by spaces", .score = RS_BINARY)
