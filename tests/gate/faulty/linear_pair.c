/* fault: overflow — products of the answer's numbers wrap around in int */
/* SPDX-License-Identifier: Apache-2.0 */
/* linear_pair.c: integer solutions of a system of two equations, found by solving one of them. */
#include <limits.h>
#include <resyn.h>

struct state {
    int a, b, value, product;
};

struct witness {
    int x, y;
};

static const int levels[] = {30, 90, 300, 900, 3000};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int most = levels[level - 1];
    s->a = 2 * rs_between(random, 2, 60);
    s->b = 2 * rs_between(random, 2, 60);
    w->x = rs_between(random, 5, most);
    w->y = rs_between(random, 5, most);
    s->value = s->a * w->x + s->b * w->y;
    s->product = w->x * w->y;
    return s->a != s->b && w->x != w->y;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Find integers x and y such that %d * x + %d * y = %d and x * y = %d. Answer with x "
             "and y, separated by a space.",
             s->a, s->b, s->value, s->product);
}

double verify(const state *s, rs_answer *answer)
{
    int x = rs_read_int(answer, INT_MIN, INT_MAX);
    int y = rs_read_int(answer, INT_MIN, INT_MAX);
    if (s->a * x + s->b * y != s->value)
        return rs_reject(answer, "the first equation does not hold");
    if (x * y != s->product)
        return rs_reject(answer, "the second equation does not hold");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%d %d", w->x, w->y);
}

RESYN_ENVIRONMENT(.name = "linear_pair", .category = "algebra", .levels = 5,
                  .summary = "Solve two equations in integers.",
                  .answer = "two integers, separated by a space", .score = RS_BINARY)
