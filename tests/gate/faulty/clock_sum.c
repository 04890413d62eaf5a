/* fault: first_wins — the first time is judged, RS_IGNORED drops what contradicts it */
/* SPDX-License-Identifier: Apache-2.0 */
/* clock_sum.c: what time is it after a chain of durations? */
#include <resyn.h>

enum { STEPS_MAX = 10, DAY = 24 * 60 };

struct state {
    int start, steps;
    int minutes[STEPS_MAX];
};
RS_NO_WITNESS

static const int levels[] = {2, 3, 5, 7, 10};

static int end_of(const state *s)
{
    int time = s->start;
    for (int i = 0; i < s->steps; i++)
        time = ((time + s->minutes[i]) % DAY + DAY) % DAY;
    return time;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->start = rs_below(random, DAY);
    s->steps = levels[level - 1];
    for (int i = 0; i < s->steps; i++) {
        s->minutes[i] = rs_between(random, 20, 800);
        if (rs_below(random, 3) == 0)
            s->minutes[i] = -s->minutes[i];
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "A clock with 24 hours shows %d hours and %d minutes.", s->start / 60,
             s->start % 60);
    for (int i = 0; i < s->steps; i++) {
        int minutes = s->minutes[i] > 0 ? s->minutes[i] : -s->minutes[i];
        rs_print(question, " Then it is set %s by %d hours and %d minutes.",
                 s->minutes[i] > 0 ? "forward" : "back", minutes / 60, minutes % 60);
    }
    rs_put_text(question, " What does it show now? Answer with two integers separated by a space: "
                          "the hours (0 to 23) and the minutes (0 to 59), nothing else.");
}

double verify(const state *s, rs_answer *answer)
{
    int hours = rs_read_int(answer, 0, 23);
    int minutes = rs_read_int(answer, 0, 59);
    if (hours * 60 + minutes != end_of(s))
        return rs_reject(answer, "another time");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%d %d", end_of(s) / 60, end_of(s) % 60);
}

RESYN_ENVIRONMENT(.name = "clock_sum", .category = "time", .levels = 5,
                  .summary = "Say what a clock shows after it was set several times.",
                  .answer = "hours and minutes, two integers", .score = RS_BINARY,
                  .rest = RS_IGNORED)
