/* fault: few_instances — each level is a handful of fixed timetables */
/* SPDX-License-Identifier: Apache-2.0 */
/* train_riddle.c: when and where do two trains meet? */
#include <resyn.h>

struct state {
    int distance, first, second; /* km, km/h, km/h */
};
RS_NO_WITNESS

static const struct {
    int distance, first, second;
} riddles[5][4] = {
    {{300, 60, 90}, {420, 80, 60}, {450, 70, 80}, {550, 50, 60}},
    {{510, 75, 95}, {624, 88, 68}, {735, 92, 118}, {846, 97, 91}},
    {{1001, 77, 66}, {1105, 104, 66}, {1219, 95, 71}, {1333, 121, 94}},
    {{2017, 133, 88}, {2111, 127, 91}, {2203, 149, 83}, {2309, 139, 101}},
    {{4001, 173, 99}, {4007, 181, 122}, {4013, 193, 115}, {4019, 197, 138}},
};

static int64_t common_divisor(int64_t a, int64_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

/* Kilometres from the first town to the meeting point. */
static rs_number meeting_point(const state *s)
{
    rs_number point = {(int64_t)s->distance * s->first, s->first + s->second};
    int64_t divisor = common_divisor(point.numerator, point.denominator);
    point.numerator /= divisor;
    point.denominator /= divisor;
    return point;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int pick = rs_below(random, 4);
    s->distance = riddles[level - 1][pick].distance;
    s->first = riddles[level - 1][pick].first;
    s->second = riddles[level - 1][pick].second;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Two towns are %d km apart. A train leaves the first town towards the second at %d "
             "km/h; at the same moment another one leaves the second town towards the first at %d "
             "km/h. How many kilometres from the first town do they meet? Answer with an integer "
             "or an exact fraction. (An answer would look like this: 7/3)",
             s->distance, s->first, s->second);
}

double verify(const state *s, rs_answer *answer)
{
    rs_number number;
    if (!rs_read_number(answer, &number) || rs_number_compare(number, meeting_point(s)) != 0)
        return rs_reject(answer, "another place");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_number point = meeting_point(s);
    rs_print(answer, "%lld/%lld", (long long)point.numerator, (long long)point.denominator);
}

RESYN_ENVIRONMENT(.name = "train_riddle", .category = "arithmetic", .levels = 5,
                  .summary = "Find where two trains meet.", .answer = "an integer or a fraction",
                  .score = RS_BINARY)
