/* SPDX-License-Identifier: Apache-2.0 */
/* graph_coloring.c: colour a planted 3-colourable graph, near the density where that is hardest. */
#include <resyn.h>

enum { VERTICES_MAX = 36, EDGES_MAX = 81, COLOURS = 3 };

struct state {
    int phrasing;
    int vertices, edges;
    int edge[EDGES_MAX][2]; /* vertices from 1, the smaller first */
};

struct witness {
    int colour[VERTICES_MAX];
};

static const struct {
    int vertices, edges;
} levels[] = {{8, 16}, {12, 25}, {18, 40}, {26, 58}, {36, 81}};

static const char *const openings[] = {
    "Colour the vertices 1 to %d of a graph with the colours 1 to %d",
    "A graph has the vertices 1 to %d. Give each vertex one of the colours 1 to %d",
    "Assign to every one of the vertices 1 to %d of this graph a colour from 1 to %d",
};

static bool has_edge(const state *s, int count, int a, int b)
{
    for (int i = 0; i < count; i++)
        if (s->edge[i][0] == a && s->edge[i][1] == b)
            return true;
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->vertices = levels[level - 1].vertices;
    s->edges = levels[level - 1].edges;
    for (int i = 0; i < s->vertices; i++)
        w->colour[i] = 1 + i % COLOURS;
    rs_shuffle(random, w->colour, s->vertices, sizeof w->colour[0]);
    for (int count = 0, draws = 0; count < s->edges; draws++) {
        if (draws == 5000)
            return false;
        int a = rs_between(random, 1, s->vertices);
        int b = rs_between(random, 1, s->vertices);
        if (a >= b || w->colour[a - 1] == w->colour[b - 1] || has_edge(s, count, a, b))
            continue;
        s->edge[count][0] = a;
        s->edge[count][1] = b;
        count++;
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->vertices, COLOURS);
    rs_put_text(question, " so that the two ends of every edge differ in colour. The edges are:\n");
    for (int i = 0; i < s->edges; i++)
        rs_print(question, "%s%d-%d", i > 0 ? ", " : "", s->edge[i][0], s->edge[i][1]);
    rs_print(question,
             "\nAnswer with %d integers separated by spaces: the colour of vertex 1, of vertex 2, "
             "and so on. (For four vertices an answer would look like this: 1 3 2 1)",
             s->vertices);
}

double verify(const state *s, rs_answer *answer)
{
    int colour[VERTICES_MAX];
    if (rs_read_ints(answer, colour, s->vertices, 1, COLOURS) != s->vertices)
        return rs_reject(answer, "there must be %d colours from 1 to %d", s->vertices, COLOURS);
    for (int i = 0; i < s->edges; i++) {
        int a = s->edge[i][0], b = s->edge[i][1];
        if (colour[a - 1] == colour[b - 1])
            return rs_reject(answer, "the vertices %d and %d have the same colour", a, b);
    }
    return 1;
}

static void put_colours(const state *s, const witness *w, int shift, rs_text *answer)
{
    for (int i = 0; i < s->vertices; i++)
        rs_print(answer, i > 0 ? " %d" : "%d", 1 + (w->colour[i] - 1 + shift) % COLOURS);
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_colours(s, w, 0, answer);
}

/* Colours are interchangeable. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    put_colours(s, w, rs_between(random, 1, COLOURS - 1), answer);
    return true;
}

RESYN_ENVIRONMENT(.name = "graph_coloring", .category = "graphs", .levels = 5,
                  .summary = "Colour the vertices of a graph so that neighbours differ.",
                  .answer = "the colour of each vertex, integers from 1 to 3 separated by spaces",
                  .score = RS_BINARY)
