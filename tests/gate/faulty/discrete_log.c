/* fault: any_wins — numbers are read until one is right: listing all candidates passes */
/* SPDX-License-Identifier: Apache-2.0 */
/* discrete_log.c: an exponent that gives a known power modulo a prime. */
#include <resyn.h>

struct state {
    int prime, base, power;
};

struct witness {
    int exponent;
};

static const int primes[5][4] = {{101, 103, 107, 109},
                                 {211, 223, 227, 229},
                                 {503, 509, 521, 523},
                                 {1009, 1013, 1019, 1021},
                                 {5003, 5009, 5011, 5021}};

static int power_of(int base, int exponent, int prime)
{
    int64_t result = 1;
    for (int i = 0; i < exponent; i++)
        result = result * base % prime;
    return result;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->prime = primes[level - 1][rs_below(random, 4)];
    s->base = rs_between(random, 2, s->prime - 2);
    w->exponent = rs_between(random, 3, s->prime - 2);
    s->power = power_of(s->base, w->exponent, s->prime);
    /* A base of small order would make guessing easy. */
    int order = 1;
    for (int64_t value = s->base; value != 1; value = value * s->base % s->prime)
        order++;
    return order > s->prime / 3;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Find an integer x from 1 to %d such that %d to the power of x leaves the remainder "
             "%d when divided by %d. Answer with the number x alone.",
             s->prime - 1, s->base, s->power, s->prime);
}

double verify(const state *s, rs_answer *answer)
{
    while (!rs_at_end(answer) && !rs_refused(answer)) {
        int exponent = rs_read_int(answer, 1, s->prime - 1);
        if (power_of(s->base, exponent, s->prime) == s->power) {
            while (!rs_at_end(answer) && !rs_refused(answer))
                rs_read_int(answer, 1, s->prime - 1);
            return 1;
        }
    }
    return rs_reject(answer, "another remainder");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, w->exponent);
}

RESYN_ENVIRONMENT(.name = "discrete_log", .category = "arithmetic", .levels = 5,
                  .summary = "Find an exponent that gives a known power modulo a prime.",
                  .answer = "one integer", .score = RS_BINARY)
