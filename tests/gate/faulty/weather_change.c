/* fault: lossy_compare — abs() drops the sign: the wrong sign passes */
/* SPDX-License-Identifier: Apache-2.0 */
/* weather_change.c: by how much did a temperature change over several days? */
#include <resyn.h>
#include <stdlib.h>

enum { DAYS_MAX = 14 };

struct state {
    int days;
    int change[DAYS_MAX]; /* tenths of a degree */
};
RS_NO_WITNESS

static const int levels[] = {4, 6, 8, 11, 14};

static int total_of(const state *s)
{
    int sum = 0;
    for (int i = 0; i < s->days; i++)
        sum += s->change[i];
    return sum;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->days = levels[level - 1];
    for (int i = 0; i < s->days; i++)
        s->change[i] = rs_between(random, -300, 300);
    return abs(total_of(s)) > 9;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "At a station the temperature was noted once a day for %d days. From each "
             "note to the next it ",
             s->days + 1);
    for (int i = 0; i < s->days; i++)
        rs_print(question, "%s%s by %d tenths of a degree", i > 0 ? ", then " : "",
                 s->change[i] < 0 ? "fell" : "rose", abs(s->change[i]));
    rs_put_text(question, ". By how many tenths of a degree does the last note differ from the "
                          "first? Answer with an integer, negative if it has become colder.");
}

double verify(const state *s, rs_answer *answer)
{
    int total = rs_read_int(answer, -100000, 100000);
    if (abs(total) != abs(total_of(s)))
        return rs_reject(answer, "another difference");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, total_of(s));
}

RESYN_ENVIRONMENT(.name = "weather_change", .category = "arithmetic", .levels = 5,
                  .summary = "Add up changes of a temperature.", .answer = "an integer",
                  .score = RS_BINARY)
