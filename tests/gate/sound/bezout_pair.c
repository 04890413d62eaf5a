/* sound: infinitely many right answers, large and negative ones among them, without overflow */
/* SPDX-License-Identifier: Apache-2.0 */
/* bezout_pair.c: integers with a x + b y = c. */
#include <resyn.h>

enum { LIMIT = 1000000000 };

struct state {
    int a, b, c;
};

struct witness {
    int x, y;
};

static const int levels[] = {25, 90, 400, 2500, 20000};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int most = levels[level - 1];
    s->a = rs_between(random, 7, most);
    s->b = rs_between(random, 7, most);
    w->x = rs_between(random, 2, most);
    w->y = -rs_between(random, 2, most);
    s->c = s->a * w->x + s->b * w->y;
    return s->a % s->b != 0 && s->b % s->a != 0 && s->c % s->a != 0 && s->c % s->b != 0 &&
           s->c % (s->a + s->b) != 0 && s->c % (s->a - s->b) != 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Find integers x and y with %d * x + %d * y = %d. They may be negative, but not below "
             "-%d nor above %d. Answer with x and y, separated by a space.",
             s->a, s->b, s->c, LIMIT, LIMIT);
}

double verify(const state *s, rs_answer *answer)
{
    int64_t x = rs_read_int(answer, -LIMIT, LIMIT);
    int64_t y = rs_read_int(answer, -LIMIT, LIMIT);
    if (s->a * x + s->b * y != s->c)
        return rs_reject(answer, "the equation does not hold");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%d %d", w->x, w->y);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    int times = rs_between(random, 1, 1000);
    rs_print(answer, "%d %d", w->x + times * s->b, w->y - times * s->a);
    return true;
}

RESYN_ENVIRONMENT(.name = "bezout_pair", .category = "arithmetic", .levels = 5,
                  .summary = "Solve a linear equation in integers.",
                  .answer = "two integers, separated by a space", .score = RS_BINARY)
