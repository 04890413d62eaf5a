/* fault: slow_verifier — trial division of a number that may have 18 digits */
/* SPDX-License-Identifier: Apache-2.0 */
/* prime_witness.c: a prime number with given remainders. */
#include <resyn.h>

struct state {
    int64_t least;
    int first, first_rest, second, second_rest;
};

struct witness {
    int64_t prime;
};

static const int64_t levels[] = {200, 1000, 5000, 30000, 200000};

static bool is_prime(int64_t number)
{
    for (int64_t i = 2; i * i <= number; i++)
        if (number % i == 0)
            return false;
    return number > 1;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    static const int moduli[] = {7, 9, 10, 11, 13, 16, 17, 19};
    int pick = rs_below(random, 7);
    s->least = rs_between(random, levels[level - 1] / 2, levels[level - 1]);
    s->first = moduli[pick];
    s->second = moduli[pick + 1];
    for (w->prime = s->least + rs_below(random, levels[level - 1]); !is_prime(w->prime);)
        w->prime++;
    s->first_rest = w->prime % s->first;
    s->second_rest = w->prime % s->second;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Find a prime number that is at least %lld, leaves the remainder %d when divided by "
             "%d, and the remainder %d when divided by %d. Answer with one such number.",
             (long long)s->least, s->first_rest, s->first, s->second_rest, s->second);
}

double verify(const state *s, rs_answer *answer)
{
    int64_t number = rs_read_int(answer, s->least, INT64_MAX / 4);
    if (number % s->first != s->first_rest || number % s->second != s->second_rest)
        return rs_reject(answer, "another remainder");
    if (!is_prime(number))
        return rs_reject(answer, "not a prime number");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%lld", (long long)w->prime);
}

RESYN_ENVIRONMENT(.name = "prime_witness", .category = "arithmetic", .levels = 5,
                  .summary = "Find a prime with given remainders.", .answer = "a prime number",
                  .score = RS_BINARY)
