/* fault: generator_fails — three numbers must be prime by chance: 64 draws are too few */
/* SPDX-License-Identifier: Apache-2.0 */
/* prime_triangle.c: find the corner numbers of a triangle whose sides carry sums. */
#include <resyn.h>

struct state {
    int side[3]; /* the sums of two corners each: a + b, b + c, c + a */
};

struct witness {
    int corner[3];
};

static const int levels[] = {40, 120, 400, 1500, 6000};

static bool is_prime(int number)
{
    for (int i = 2; i * i <= number; i++)
        if (number % i == 0)
            return false;
    return number > 1;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    for (int i = 0; i < 3; i++) {
        w->corner[i] = rs_between(random, 2, levels[level - 1]);
        if (!is_prime(w->corner[i]))
            return false;
    }
    for (int i = 0; i < 3; i++)
        s->side[i] = w->corner[i] + w->corner[(i + 1) % 3];
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "A prime number is written at each corner A, B and C of a triangle. The sum of A and "
        "B is %d, the sum of B and C is %d, and the sum of C and A is %d. Answer with A, B and "
        "C, separated by spaces.",
        s->side[0], s->side[1], s->side[2]);
}

double verify(const state *s, rs_answer *answer)
{
    int corner[3];
    if (rs_read_ints(answer, corner, 3, 2, 100000) != 3)
        return rs_reject(answer, "there must be three numbers");
    for (int i = 0; i < 3; i++) {
        if (!is_prime(corner[i]))
            return rs_reject(answer, "%d is no prime number", corner[i]);
        if (corner[i] + corner[(i + 1) % 3] != s->side[i])
            return rs_reject(answer, "sum %d is wrong", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%d %d %d", w->corner[0], w->corner[1], w->corner[2]);
}

RESYN_ENVIRONMENT(.name = "prime_triangle", .category = "arithmetic", .levels = 5,
                  .summary = "Find three primes from their sums.",
                  .answer = "three prime numbers, separated by spaces", .score = RS_BINARY)
