/* sound: routes of any length up to a limit, so that longer answers are right too */
/* SPDX-License-Identifier: Apache-2.0 */
/* knight_way.c: a knight's way between two squares past mined ones. */
#include <resyn.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 8, SQUARES = SIDE * SIDE, MOVES_MAX = 20 };

struct state {
    int from, to;
    bool mined[SQUARES];
};
RS_NO_WITNESS

static const struct {
    int mines, least;
} levels[] = {{6, 2}, {12, 3}, {18, 3}, {23, 4}, {27, 5}};

static bool can_move(const state *s, int from, int to)
{
    int rows = abs(from / SIDE - to / SIDE), columns = abs(from % SIDE - to % SIDE);
    return rows * columns == 2 && !s->mined[to];
}

static void measure(const state *s, int *distance)
{
    int queue[SQUARES], head = 0, tail = 0;
    for (int i = 0; i < SQUARES; i++)
        distance[i] = -1;
    distance[s->to] = 0;
    queue[tail++] = s->to;
    while (head < tail) {
        int at = queue[head++];
        for (int next = 0; next < SQUARES; next++) {
            if (distance[next] < 0 && can_move(s, at, next)) {
                distance[next] = distance[at] + 1;
                queue[tail++] = next;
            }
        }
    }
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int distance[SQUARES];
    for (int tries = 0; tries < 100; tries++) {
        memset(s, 0, sizeof *s);
        s->from = rs_below(random, SQUARES);
        s->to = rs_below(random, SQUARES);
        for (int count = 0; count < levels[level - 1].mines;) {
            int square = rs_below(random, SQUARES);
            if (square == s->from || square == s->to || s->mined[square])
                continue;
            s->mined[square] = true;
            count++;
        }
        measure(s, distance);
        if (distance[s->from] >= levels[level - 1].least && distance[s->from] <= MOVES_MAX)
            return true;
    }
    return false;
}

static void put_square(int square, rs_text *text)
{
    rs_print(text, "%c%d", 'a' + square % SIDE, square / SIDE + 1);
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "A knight stands on ");
    put_square(s->from, question);
    rs_put_text(question,
                " of an empty chessboard (columns a to h, rows 1 to 8) and shall get to ");
    put_square(s->to, question);
    rs_put_text(question, ". It must not land on these mined squares:");
    for (int i = 0; i < SQUARES; i++) {
        if (s->mined[i]) {
            rs_put_text(question, " ");
            put_square(i, question);
        }
    }
    rs_print(
        question,
        ". Squares may be visited more than once, and at most %d moves are allowed. Answer with "
        "the squares on which the knight stands one after the other, the first and the last "
        "included, separated by spaces.",
        MOVES_MAX);
}

double verify(const state *s, rs_answer *answer)
{
    int at = -1;
    for (int count = 0; !rs_at_end(answer) && !rs_refused(answer); count++) {
        char word[3];
        rs_read_word(answer, word, sizeof word);
        if (word[0] < 'a' || word[0] > 'h' || word[1] < '1' || word[1] > '8')
            return rs_reject(answer, "word %d is no square", count + 1);
        int next = (word[1] - '1') * SIDE + word[0] - 'a';
        if (count == 0 ? next != s->from : count > MOVES_MAX || !can_move(s, at, next))
            return rs_reject(answer, "move %d is not possible", count);
        at = next;
    }
    return at == s->to ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int distance[SQUARES], at = s->from;
    measure(s, distance);
    put_square(at, answer);
    while (distance[at] > 0) {
        int next = 0;
        while (!can_move(s, at, next) || distance[next] != distance[at] - 1)
            next++;
        rs_put_text(answer, " ");
        put_square(next, answer);
        at = next;
    }
}

RESYN_ENVIRONMENT(.name = "knight_way", .category = "planning", .levels = 5,
                  .summary = "Find a knight's way past mined squares.",
                  .answer = "squares like a1, separated by spaces", .score = RS_BINARY)
