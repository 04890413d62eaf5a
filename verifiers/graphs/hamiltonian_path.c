/* SPDX-License-Identifier: Apache-2.0 */
/* hamiltonian_path.c: visit every vertex of a sparse graph once; the path is planted. */
#include <resyn.h>

enum { VERTICES_MAX = 32, EDGES_MAX = 63 };

struct state {
    int phrasing;
    int vertices, edges;
    int edge[EDGES_MAX][2]; /* vertices from 1, the smaller first */
};

struct witness {
    int path[VERTICES_MAX];
};

static const struct {
    int vertices, chords; /* chords: edges beside those of the planted path */
} levels[] = {{7, 4}, {11, 8}, {16, 14}, {23, 22}, {32, 32}};

static const char *const openings[] = {
    "A graph has the vertices 1 to %d. Find a path along its edges",
    "Find a walk along the edges of this graph, whose vertices are 1 to %d,",
    "Put the vertices 1 to %d of a graph into an order, a path along edges,",
};

static bool has_edge(const state *s, int a, int b)
{
    for (int i = 0; i < s->edges; i++)
        if ((s->edge[i][0] == a && s->edge[i][1] == b) ||
            (s->edge[i][0] == b && s->edge[i][1] == a))
            return true;
    return false;
}

static void add_edge(state *s, int a, int b)
{
    s->edge[s->edges][0] = a < b ? a : b;
    s->edge[s->edges][1] = a < b ? b : a;
    s->edges++;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->vertices = levels[level - 1].vertices;
    for (int i = 0; i < s->vertices; i++)
        w->path[i] = i + 1;
    rs_shuffle(random, w->path, s->vertices, sizeof w->path[0]);
    for (int i = 1; i < s->vertices; i++)
        add_edge(s, w->path[i - 1], w->path[i]);
    int edges = s->edges + levels[level - 1].chords;
    while (s->edges < edges) {
        int a = rs_between(random, 1, s->vertices);
        int b = rs_between(random, 1, s->vertices);
        if (a != b && !has_edge(s, a, b))
            add_edge(s, a, b);
    }
    /* In the order in which they were added, the first edges would spell the path. */
    rs_shuffle(random, s->edge, s->edges, sizeof s->edge[0]);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->vertices);
    rs_put_text(question, " that visits every vertex exactly once. It may begin and end anywhere, "
                          "and edges may be used in either direction. The edges are:\n");
    for (int i = 0; i < s->edges; i++)
        rs_print(question, "%s%d-%d", i > 0 ? ", " : "", s->edge[i][0], s->edge[i][1]);
    rs_print(question,
             "\nAnswer with the %d vertices in the order of the visit, separated by spaces. (For "
             "four vertices an answer would look like this: 3 1 4 2)",
             s->vertices);
}

double verify(const state *s, rs_answer *answer)
{
    int path[VERTICES_MAX];
    if (rs_read_ints(answer, path, s->vertices, 1, s->vertices) != s->vertices)
        return rs_reject(answer, "there must be %d vertices", s->vertices);
    bool visited[VERTICES_MAX + 1] = {false};
    for (int i = 0; i < s->vertices; i++) {
        if (visited[path[i]])
            return rs_reject(answer, "vertex %d is visited twice", path[i]);
        visited[path[i]] = true;
        if (i > 0 && !has_edge(s, path[i - 1], path[i]))
            return rs_reject(answer, "there is no edge from %d to %d", path[i - 1], path[i]);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->vertices; i++)
        rs_print(answer, i > 0 ? " %d" : "%d", w->path[i]);
}

/* The same path backwards. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int i = s->vertices - 1; i >= 0; i--)
        rs_print(answer, i < s->vertices - 1 ? " %d" : "%d", w->path[i]);
    return true;
}

RESYN_ENVIRONMENT(.name = "hamiltonian_path", .category = "graphs", .levels = 5,
                  .summary = "Find a path that visits every vertex of a graph exactly once.",
                  .answer = "all vertices in the order of the visit, separated by spaces",
                  .score = RS_BINARY)
