/* sound: a threshold that many answers meet; the sides may be exchanged */
/* SPDX-License-Identifier: Apache-2.0 */
/* cut_sides.c: divide a graph so that many edges run between the two sides. */
#include <resyn.h>

enum { VERTICES_MAX = 26, EDGES_MAX = 80 };

struct state {
    int vertices, edges, wanted;
    int edge[EDGES_MAX][2];
};

struct witness {
    int side[VERTICES_MAX];
};

static const struct {
    int vertices, edges;
} levels[] = {{9, 18}, {12, 28}, {16, 42}, {21, 60}, {26, 80}};

static int cut_of(const state *s, const int *side)
{
    int cut = 0;
    for (int i = 0; i < s->edges; i++)
        cut += side[s->edge[i][0] - 1] != side[s->edge[i][1] - 1];
    return cut;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->vertices = levels[level - 1].vertices;
    for (int i = 0; i < s->vertices; i++)
        w->side[i] = rs_below(random, 2);
    for (int draws = 0; s->edges < levels[level - 1].edges && draws < 4000; draws++) {
        int a = rs_between(random, 1, s->vertices - 1);
        int b = rs_between(random, a + 1, s->vertices);
        bool known = w->side[a - 1] == w->side[b - 1] && rs_below(random, 10) < 9;
        for (int i = 0; i < s->edges && !known; i++)
            known = s->edge[i][0] == a && s->edge[i][1] == b;
        if (known)
            continue;
        s->edge[s->edges][0] = a;
        s->edge[s->edges++][1] = b;
    }
    s->wanted = cut_of(s, w->side) - level / 2;
    int alternating[VERTICES_MAX];
    for (int i = 0; i < s->vertices; i++)
        alternating[i] = i % 2;
    return s->edges == levels[level - 1].edges && 5 * s->wanted > 4 * s->edges &&
           cut_of(s, alternating) < s->wanted;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "A graph has the vertices 1 to %d and these edges: ", s->vertices);
    for (int i = 0; i < s->edges; i++)
        rs_print(question, "%s%d-%d", i > 0 ? ", " : "", s->edge[i][0], s->edge[i][1]);
    rs_print(
        question,
        ".\nDivide the vertices into two sides, 0 and 1, so that at least %d edges have their "
        "ends on different sides. Answer with %d digits separated by spaces: the sides of "
        "vertex 1, of vertex 2, and so on. (For three vertices an answer would look like this: "
        "0 1 1)",
        s->wanted, s->vertices);
}

double verify(const state *s, rs_answer *answer)
{
    int side[VERTICES_MAX];
    if (rs_read_ints(answer, side, s->vertices, 0, 1) != s->vertices)
        return rs_reject(answer, "there must be %d sides", s->vertices);
    if (cut_of(s, side) < s->wanted)
        return rs_reject(answer, "only %d edges run between the sides", cut_of(s, side));
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->vertices; i++)
        rs_print(answer, "%d ", w->side[i]);
}

bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int i = 0; i < s->vertices; i++)
        rs_print(answer, "%d ", 1 - w->side[i]);
    return true;
}

RESYN_ENVIRONMENT(.name = "cut_sides", .category = "graphs", .levels = 5,
                  .summary = "Divide a graph so that many edges are cut.",
                  .answer = "the side of each vertex, 0 or 1, separated by spaces",
                  .score = RS_BINARY)
