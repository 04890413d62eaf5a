/* SPDX-License-Identifier: Apache-2.0 */
/* parallel_machines.c: spread jobs over machines so that all are done by a deadline; a schedule
 * that is late by little is paid less. The plan leaves no machine idle, so that greedy fails. */
#include <resyn.h>

enum { MACHINES_MAX = 6, JOBS_MAX = 36, LATE_PERCENT = 10 };

struct state {
    int phrasing;
    int machines, jobs, deadline;
    int length[JOBS_MAX];
};

struct witness {
    int machine[JOBS_MAX];
};

static const struct {
    int machines, jobs_each, deadline;
} levels[] = {{3, 3, 40}, {3, 4, 80}, {4, 4, 150}, {5, 4, 300}, {6, 5, 600}};

static const char *const openings[] = {
    "Assign %d jobs to %d identical machines.",
    "There are %d jobs and %d equal machines. Decide which machine does which job.",
    "Plan the work: distribute %d jobs over %d machines that are all alike.",
};

/* Draws lengths that fill one machine to the deadline exactly. */
static bool draw_lengths(int *length, int count, int deadline, rs_random *random)
{
    int mean = deadline / count, rest = deadline;
    for (int i = 0; i < count - 1; i++) {
        length[i] = rs_between(random, mean / 3, 2 * mean);
        rest -= length[i];
    }
    length[count - 1] = rest;
    return rest >= mean / 3 && rest <= 2 * mean;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int each = levels[level - 1].jobs_each;
    s->phrasing = rs_below(random, 3);
    s->machines = levels[level - 1].machines;
    s->jobs = s->machines * each;
    s->deadline = levels[level - 1].deadline + rs_below(random, 10);
    int length[JOBS_MAX], order[JOBS_MAX];
    for (int i = 0; i < s->jobs; i++)
        order[i] = i;
    for (int i = 0; i < s->machines; i++)
        for (int tries = 0; !draw_lengths(length + i * each, each, s->deadline, random); tries++)
            if (tries == 100)
                return false;
    rs_shuffle(random, order, s->jobs, sizeof order[0]);
    for (int i = 0; i < s->jobs; i++) {
        s->length[i] = length[order[i]];
        w->machine[i] = 1 + order[i] / each;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->jobs, s->machines);
    rs_print(question,
             " A machine does its jobs one after the other without breaks, from time 0; a job "
             "cannot be divided. All jobs must be done by time %d: on no machine may the lengths "
             "of its jobs add up to more than %d. The lengths of job 1, job 2, and so on are:\n",
             s->deadline, s->deadline);
    for (int i = 0; i < s->jobs; i++)
        rs_print(question, i > 0 ? ", %d" : "%d", s->length[i]);
    rs_print(question,
             "\nAnswer with %d integers from 1 to %d separated by spaces: the machine of job 1, of "
             "job 2, and so on. A schedule that is late, but by less than %d %% of the time, gets "
             "at most half of the reward, the less the later. (For four jobs an answer would look "
             "like this: 2 1 1 2)",
             s->jobs, s->machines, LATE_PERCENT);
}

double verify(const state *s, rs_answer *answer)
{
    int machine[JOBS_MAX], load[MACHINES_MAX + 1] = {0}, makespan = 0;
    if (rs_read_ints(answer, machine, s->jobs, 1, s->machines) != s->jobs)
        return rs_reject(answer, "there must be one machine for each of the %d jobs", s->jobs);
    for (int i = 0; i < s->jobs; i++) {
        load[machine[i]] += s->length[i];
        if (load[machine[i]] > makespan)
            makespan = load[machine[i]];
    }
    int late = makespan > s->deadline ? makespan - s->deadline : 0;
    rs_metric(answer, 0, makespan);
    rs_metric(answer, 1, (double)late / s->deadline);
    if (late == 0)
        return 1;
    int allowed = s->deadline * LATE_PERCENT; /* in hundredths, so that the division is the last */
    if (100 * late >= allowed)
        return rs_reject(answer, "the last job ends at %d", makespan);
    return 0.5 * (allowed - 100 * late) / allowed;
}

static void put_machines(const state *s, const witness *w, int shift, rs_text *answer)
{
    for (int i = 0; i < s->jobs; i++)
        rs_print(answer, i > 0 ? " %d" : "%d", 1 + (w->machine[i] - 1 + shift) % s->machines);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_machines(s, w, 0, answer);
}

/* Machines are interchangeable. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    put_machines(s, w, rs_between(random, 1, s->machines - 1), answer);
    return true;
}

RESYN_ENVIRONMENT(.name = "parallel_machines", .category = "scheduling", .levels = 5,
                  .summary = "Distribute jobs over machines so that all end by a deadline.",
                  .answer = "the machine of each job, integers separated by spaces",
                  .score = RS_PARTIAL, .metrics = {"makespan", "lateness"})
