/* fault: other_question — the question asks for the number of steps, verify for directions */
/* SPDX-License-Identifier: Apache-2.0 */
/* swamp_crossing.c: the shortest way across a swamp. */
#include <resyn.h>
#include <string.h>

enum { SIDE_MAX = 10 };

struct state {
    int side;
    char cell[SIDE_MAX * SIDE_MAX]; /* '.' firm, '~' swamp */
};
RS_NO_WITNESS

static const struct {
    int side, swamp;
} levels[] = {{4, 25}, {5, 28}, {6, 30}, {8, 30}, {10, 32}};
static const char names[] = "UDLR";
static const int down[] = {-1, 1, 0, 0}, right[] = {0, 0, -1, 1};

static int step(const state *s, int at, int way)
{
    int row = at / s->side + down[way], column = at % s->side + right[way];
    if (row < 0 || column < 0 || row >= s->side || column >= s->side)
        return -1;
    return s->cell[row * s->side + column] == '~' ? -1 : row * s->side + column;
}

static void measure(const state *s, int *distance)
{
    int queue[SIDE_MAX * SIDE_MAX], head = 0, tail = 0, last = s->side * s->side - 1;
    for (int i = 0; i <= last; i++)
        distance[i] = -1;
    distance[last] = 0;
    queue[tail++] = last;
    while (head < tail) {
        int at = queue[head++];
        for (int way = 0; way < 4; way++) {
            int next = step(s, at, way);
            if (next >= 0 && distance[next] < 0) {
                distance[next] = distance[at] + 1;
                queue[tail++] = next;
            }
        }
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int distance[SIDE_MAX * SIDE_MAX];
    s->side = levels[level - 1].side;
    for (int i = 0; i < s->side * s->side; i++)
        s->cell[i] = rs_below(random, 100) < levels[level - 1].swamp ? '~' : '.';
    s->cell[0] = s->cell[s->side * s->side - 1] = '.';
    measure(s, distance);
    return distance[0] > 0;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "A field has firm cells (.) and swamp (~):\n");
    for (int i = 0; i < s->side * s->side; i++)
        rs_print(question, "%c%s", s->cell[i], i % s->side == s->side - 1 ? "\n" : "");
    rs_put_text(question,
                "You stand on the cell at the top left and want to get to the one at the "
                "bottom right over firm cells only. A step (U, D, L or R) leads to a "
                "cell that shares a side with yours. What is the smallest number of steps "
                "with which this can be done?");
}

double verify(const state *s, rs_answer *answer)
{
    char moves[SIDE_MAX * SIDE_MAX + 1];
    int distance[SIDE_MAX * SIDE_MAX], at = 0;
    int count = rs_read_word(answer, moves, sizeof moves);
    measure(s, distance);
    for (int i = 0; i < count; i++) {
        const char *name = strchr(names, moves[i]);
        at = name == NULL ? -1 : step(s, at, name - names);
        if (at < 0)
            return rs_reject(answer, "step %d is not possible", i + 1);
    }
    return at == s->side * s->side - 1 && count == distance[0] ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int distance[SIDE_MAX * SIDE_MAX], at = 0;
    measure(s, distance);
    while (distance[at] > 0) {
        for (int way = 0; way < 4; way++) {
            int next = step(s, at, way);
            if (next >= 0 && distance[next] == distance[at] - 1) {
                rs_print(answer, "%c", names[way]);
                at = next;
                break;
            }
        }
    }
}

RESYN_ENVIRONMENT(.name = "swamp_crossing", .category = "planning", .levels = 5,
                  .summary = "Find the shortest way across a swamp.",
                  .answer = "the steps as a word of U, D, L and R", .score = RS_BINARY)
