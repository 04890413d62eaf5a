/* sound: "impossible" is a right answer on some instances, and verify proves it */
/* SPDX-License-Identifier: Apache-2.0 */
/* stamp_postage.c: make an amount with stamps of two values, or see that it cannot be made. */
#include <resyn.h>

struct state {
    int first, second, amount;
};
RS_NO_WITNESS

static const int levels[] = {15, 40, 120, 400, 1500};

/* How many stamps of the first value; −1 where the amount cannot be made. */
static int find(const state *s)
{
    for (int count = 0; count * s->first <= s->amount; count++)
        if ((s->amount - count * s->first) % s->second == 0)
            return count;
    return -1;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int most = levels[level - 1];
    bool impossible = rs_below(random, 5) == 0;
    for (int tries = 0; tries < 500; tries++) {
        s->first = rs_between(random, 4, most);
        s->second = rs_between(random, s->first + 1, most + 3);
        s->amount = rs_between(random, 3 * most, 12 * most);
        int found = find(s);
        bool easy = s->amount % s->first == 0 || s->amount % s->second == 0;
        if (!easy && (found < 0) == impossible)
            return true;
    }
    return false;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "You have as many stamps of %d cents and of %d cents as you like. How many of each make "
        "exactly %d cents? Answer with the number of stamps of %d cents and the number of "
        "stamps of %d cents, separated by a space, or with the word impossible if no numbers "
        "do it.",
        s->first, s->second, s->amount, s->first, s->second);
}

double verify(const state *s, rs_answer *answer)
{
    if (rs_accept(answer, "impossible"))
        return find(s) < 0 ? 1 : rs_reject(answer, "it is possible");
    int64_t first = rs_read_int(answer, 0, 100000);
    int64_t second = rs_read_int(answer, 0, 100000);
    if (first * s->first + second * s->second != s->amount)
        return rs_reject(answer, "these stamps make another amount");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int first = find(s);
    if (first < 0)
        rs_put_text(answer, "impossible");
    else
        rs_print(answer, "%d %d", first, (s->amount - first * s->first) / s->second);
}

RESYN_ENVIRONMENT(.name = "stamp_postage", .category = "arithmetic", .levels = 5,
                  .summary = "Make an amount with stamps of two values.",
                  .answer = "two integers, or the word impossible", .score = RS_BINARY,
                  .guess_rate = 0.25)
