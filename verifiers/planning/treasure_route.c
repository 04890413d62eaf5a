/* SPDX-License-Identifier: Apache-2.0 */
/* treasure_route.c: collect all coins of a maze and reach the exit within a number of moves. */
#include <resyn.h>
#include <string.h>

enum {
    SIDE_MAX = 12,
    COINS_MAX = 5,
    MOVES_MAX = 120,
    PLACES_MAX = (SIDE_MAX * SIDE_MAX) << COINS_MAX
};

struct state {
    int phrasing;
    int side, moves;               /* moves: how many are allowed */
    char cell[SIDE_MAX][SIDE_MAX]; /* '.', '#' wall, 'S' start, 'E' exit, 'o' coin */
};

struct witness {
    char moves[MOVES_MAX + 1];
};

static const struct {
    int side, coins, least, spare; /* least: moves of the shortest route; spare: moves beyond it */
} levels[] = {{5, 1, 5, 2}, {7, 2, 10, 2}, {9, 3, 16, 0}, {11, 4, 24, 0}, {12, 5, 32, 0}};

static const char *const openings[] = {
    "You stand at S in this maze of %d × %d cells. Collect every coin and then stop at the exit E.",
    "Find a route through this maze of %d × %d cells: from S, over all coins, ending on E.",
    "A robot starts at S on a map of %d × %d cells; it must pick up all coins and end at E.",
};

static const struct move {
    char name;
    int down, right;
} all_moves[] = {{'U', -1, 0}, {'D', 1, 0}, {'L', 0, -1}, {'R', 0, 1}};

static const struct move *move_of(char name)
{
    for (int i = 0; i < 4; i++)
        if (all_moves[i].name == name)
            return &all_moves[i];
    return NULL;
}

/* The cell that a move leads to, row × side + column; −1 where a wall or the border stops it. */
static int target_of(const state *s, int cell, struct move move)
{
    int row = cell / s->side + move.down, column = cell % s->side + move.right;
    if (row < 0 || row >= s->side || column < 0 || column >= s->side || s->cell[row][column] == '#')
        return -1;
    return row * s->side + column;
}

/* Finds S, and gives each coin a bit; returns the bits of all coins. */
static int survey(const state *s, int *start, unsigned char *coin)
{
    int coins = 0;
    for (int i = 0; i < s->side * s->side; i++) {
        char cell = s->cell[i / s->side][i % s->side];
        if (cell == 'S')
            *start = i;
        coin[i] = cell == 'o' ? 1 << coins++ : 0;
    }
    return (1 << coins) - 1;
}

/* Breadth first over (coins collected, cell). Writes a shortest route; −1 where there is none. */
static int find_route(const state *s, rs_random *random, char *moves)
{
    short came_from[PLACES_MAX], queue[PLACES_MAX];
    char came_by[PLACES_MAX];
    unsigned char coin[SIDE_MAX * SIDE_MAX];
    int cells = s->side * s->side, start = 0, all = survey(s, &start, coin), head = 0, tail = 0;
    struct move order[4];
    memcpy(order, all_moves, sizeof order);
    rs_shuffle(random, order, 4, sizeof order[0]);
    memset(came_by, 0, sizeof came_by);
    came_by[start] = 'S';
    queue[tail++] = start;
    while (head < tail) {
        int place = queue[head++], cell = place % cells;
        if (place / cells == all && s->cell[cell / s->side][cell % s->side] == 'E') {
            int count = 0;
            for (int at = place; came_by[at] != 'S'; at = came_from[at])
                count++;
            for (int at = place, i = count; i > 0 && count <= MOVES_MAX; at = came_from[at])
                moves[--i] = came_by[at];
            return count <= MOVES_MAX ? count : -1;
        }
        for (int i = 0; i < 4; i++) {
            int target = target_of(s, cell, order[i]);
            if (target < 0)
                continue;
            int next = (place / cells | coin[target]) * cells + target;
            if (came_by[next] != 0)
                continue;
            came_by[next] = order[i].name;
            came_from[next] = place;
            queue[tail++] = next;
        }
    }
    return -1;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->side = levels[level - 1].side;
    int cells = s->side * s->side, order[SIDE_MAX * SIDE_MAX], next = 0;
    memset(s->cell, 0, sizeof s->cell);
    for (int i = 0; i < cells; i++) {
        order[i] = i;
        s->cell[i / s->side][i % s->side] = rs_below(random, 100) < 32 ? '#' : '.';
    }
    rs_shuffle(random, order, cells, sizeof order[0]);
    s->cell[order[next] / s->side][order[next] % s->side] = 'S';
    next++;
    s->cell[order[next] / s->side][order[next] % s->side] = 'E';
    for (int i = 0; i < levels[level - 1].coins; i++) {
        next++;
        s->cell[order[next] / s->side][order[next] % s->side] = 'o';
    }
    int length = find_route(s, random, w->moves);
    s->moves = length + levels[level - 1].spare;
    return length >= levels[level - 1].least && s->moves <= MOVES_MAX;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->side, s->side);
    rs_put_text(question, " On the map, # is a wall, o is a coin, and . is free:\n");
    for (int row = 0; row < s->side; row++)
        rs_print(question, "%.*s\n", s->side, s->cell[row]);
    rs_print(question,
             "The moves are U (up), D (down), L (left) and R (right), one cell each; walls and "
             "the border of the map may not be crossed. A coin is collected by entering its cell; "
             "cells, E and S among them, may be entered more than once. At most %d moves are "
             "allowed.\nAnswer with the letters of all moves as one word. (For four moves an "
             "answer would look like this: URRD)",
             s->moves);
}

double verify(const state *s, rs_answer *answer)
{
    char moves[MOVES_MAX + 2];
    unsigned char coin[SIDE_MAX * SIDE_MAX];
    int cell = 0, all = survey(s, &cell, coin), collected = 0;
    int count = rs_read_word(answer, moves, sizeof moves);
    if (count > s->moves)
        return rs_reject(answer, "there are %d moves, more than %d", count, s->moves);
    for (int i = 0; i < count; i++) {
        const struct move *move = move_of(moves[i]);
        if (move == NULL)
            return rs_reject(answer, "move %d is none of U, D, L and R", i + 1);
        cell = target_of(s, cell, *move);
        if (cell < 0)
            return rs_reject(answer, "move %d runs into a wall or the border", i + 1);
        collected |= coin[cell];
    }
    if (s->cell[cell / s->side][cell % s->side] != 'E')
        return rs_reject(answer, "the route does not end at the exit");
    if (collected != all)
        return rs_reject(answer, "a coin is left behind");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, w->moves);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int attempt = 0; attempt < 5; attempt++) {
        char moves[MOVES_MAX + 1] = "";
        find_route(s, random, moves);
        if (strcmp(moves, w->moves) != 0) {
            rs_put_text(answer, moves);
            return true;
        }
    }
    return false;
}

RESYN_ENVIRONMENT(.name = "treasure_route", .category = "planning", .levels = 5,
                  .summary = "Collect all coins of a maze and reach the exit in few moves.",
                  .answer = "the letters U, D, L and R of all moves as one word",
                  .score = RS_BINARY)
