/* fault: ignored_tail — what follows the first visit of the exit may cross walls */
/* SPDX-License-Identifier: Apache-2.0 */
/* cave_walk.c: walk through a cave from the entrance to the exit. */
#include <resyn.h>
#include <string.h>

enum { SIDE_MAX = 11, MOVES_MAX = 60 };

struct state {
    int side, from, to;
    char cell[SIDE_MAX * SIDE_MAX]; /* '.' or '#' */
};
RS_NO_WITNESS

static const struct {
    int side, least;
} levels[] = {{5, 5}, {6, 6}, {8, 8}, {9, 10}, {11, 12}};
static const char names[] = "NESW";
static const int down[] = {-1, 0, 1, 0}, right[] = {0, 1, 0, -1};

static int step(const state *s, int at, int way)
{
    int row = at / s->side + down[way], column = at % s->side + right[way];
    if (row < 0 || column < 0 || row >= s->side || column >= s->side)
        return -1;
    int next = row * s->side + column;
    return s->cell[next] == '#' ? -1 : next;
}

/* Breadth first from the exit; the distance of each cell, −1 where it cannot be reached. */
static void measure(const state *s, int *distance)
{
    int queue[SIDE_MAX * SIDE_MAX], head = 0, tail = 0;
    for (int i = 0; i < s->side * s->side; i++)
        distance[i] = -1;
    distance[s->to] = 0;
    queue[tail++] = s->to;
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
    int cells = s->side * s->side;
    for (int i = 0; i < cells; i++)
        s->cell[i] = rs_below(random, 100) < 30 ? '#' : '.';
    s->from = rs_below(random, cells);
    s->to = rs_below(random, cells);
    s->cell[s->from] = s->cell[s->to] = '.';
    measure(s, distance);
    return distance[s->from] >= levels[level - 1].least;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "This is the map of a cave; # is rock, A the entrance, B the exit:\n");
    for (int i = 0; i < s->side * s->side; i++) {
        char cell = i == s->from ? 'A' : i == s->to ? 'B' : s->cell[i];
        rs_print(question, "%c%s", cell, i % s->side == s->side - 1 ? "\n" : "");
    }
    rs_print(question,
             "Walk from A to B. One move leads to the next cell to the north (N, up), east (E), "
             "south (S) or west (W); you can neither enter rock nor leave the map, and the walk "
             "must end on B. At most %d moves are allowed. Answer with the moves as one word of "
             "the letters N, E, S and W. (An answer would look like this: NNNNNNNNNNNNSSWE)",
             MOVES_MAX);
}

double verify(const state *s, rs_answer *answer)
{
    char moves[MOVES_MAX + 1];
    int at = s->from;
    rs_read_word(answer, moves, sizeof moves);
    for (int i = 0; moves[i] != '\0'; i++) {
        const char *name = strchr(names, moves[i]);
        at = name == NULL ? -1 : step(s, at, name - names);
        if (at < 0)
            return rs_reject(answer, "move %d is not possible", i + 1);
        if (at == s->to)
            return 1;
    }
    return rs_reject(answer, "the walk does not end on B");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int distance[SIDE_MAX * SIDE_MAX];
    measure(s, distance);
    for (int at = s->from; at != s->to;) {
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

RESYN_ENVIRONMENT(.name = "cave_walk", .category = "planning", .levels = 5,
                  .summary = "Walk through a cave from the entrance to the exit.",
                  .answer = "a word of the letters N, E, S and W", .score = RS_BINARY)
