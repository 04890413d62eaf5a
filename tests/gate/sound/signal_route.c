/* sound: a line that verify reads by itself, character by character, with all lengths bounded */
/* SPDX-License-Identifier: Apache-2.0 */
/* signal_route.c: a route through a network, written with arrows. */
#include <resyn.h>

enum { NODES_MAX = 26, LINKS_MAX = 60, LINE_BYTES = 256 };

struct state {
    int nodes, links, from, to, banned; /* banned: must not be passed */
    int link[LINKS_MAX][2];
};

struct witness {
    int length;
    int route[NODES_MAX];
};

static const struct {
    int nodes, links, least;
} levels[] = {{9, 14, 3}, {12, 19, 3}, {16, 25, 4}, {20, 31, 5}, {26, 40, 6}};

static bool is_linked(const state *s, int a, int b)
{
    for (int i = 0; i < s->links; i++)
        if (s->link[i][0] == a && s->link[i][1] == b)
            return true;
    return false;
}

static int find_route(const state *s, int *route)
{
    int before[NODES_MAX], queue[NODES_MAX], head = 0, tail = 0;
    for (int i = 0; i < s->nodes; i++)
        before[i] = -1;
    before[s->from] = s->from;
    queue[tail++] = s->from;
    while (head < tail && before[s->to] < 0) {
        int at = queue[head++];
        for (int next = 0; next < s->nodes; next++) {
            if (next != s->banned && before[next] < 0 && is_linked(s, at, next)) {
                before[next] = at;
                queue[tail++] = next;
            }
        }
    }
    if (before[s->to] < 0)
        return 0;
    int length = 1;
    for (int at = s->to; at != s->from; at = before[at])
        length++;
    for (int at = s->to, i = length - 1; i >= 0; at = before[at], i--)
        route[i] = at;
    return length;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->nodes = levels[level - 1].nodes;
    s->links = levels[level - 1].links;
    for (int tries = 0; tries < 60; tries++) {
        int order[NODES_MAX];
        for (int i = 0; i < s->nodes; i++)
            order[i] = i;
        rs_shuffle(random, order, s->nodes, sizeof order[0]);
        s->from = order[0];
        s->to = order[1];
        s->banned = order[2];
        for (int i = 0; i < s->links; i++) {
            int step = rs_between(random, 1, s->nodes - 1);
            s->link[i][0] = rs_below(random, s->nodes);
            s->link[i][1] = (s->link[i][0] + step) % s->nodes;
        }
        w->length = find_route(s, w->route);
        if (w->length > levels[level - 1].least)
            return true;
    }
    return false;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "A signal travels along links of one direction between the nodes A to %c:\n",
             'A' + s->nodes - 1);
    for (int i = 0; i < s->links; i++)
        rs_print(question, "%s%c->%c", i > 0 ? ", " : "", 'A' + s->link[i][0], 'A' + s->link[i][1]);
    rs_print(question,
             "\nFind a route from %c to %c that does not pass %c and passes no node twice. Answer "
             "with the route on one line, in the same form: nodes with arrows between them. (An "
             "answer would look like this: %c->%c)",
             'A' + s->from, 'A' + s->to, 'A' + s->banned, 'A' + s->from, 'A' + s->to);
}

double verify(const state *s, rs_answer *answer)
{
    char line[LINE_BYTES];
    bool passed[NODES_MAX] = {false};
    int at = -1;
    rs_read_line(answer, line, sizeof line);
    for (const char *c = line;; c += 2) {
        while (*c == ' ')
            c++;
        int node = *c - 'A';
        if (node < 0 || node >= s->nodes || node == s->banned || passed[node])
            return rs_reject(answer, "a node that is not there, banned or passed before");
        if (at < 0 ? node != s->from : !is_linked(s, at, node))
            return rs_reject(answer, "there is no link to %c", *c);
        passed[node] = true;
        at = node;
        do
            c++;
        while (*c == ' ');
        if (*c == '\0')
            return at == s->to ? 1 : 0;
        if (c[0] != '-' || c[1] != '>')
            return rs_reject(answer, "an arrow was expected");
    }
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < w->length; i++)
        rs_print(answer, "%s%c", i > 0 ? "->" : "", 'A' + w->route[i]);
}

RESYN_ENVIRONMENT(.name = "signal_route", .category = "graphs", .levels = 5,
                  .summary = "Find a route through a network of one-way links.",
                  .answer = "the route with arrows: A->B->C", .score = RS_BINARY)
