/* fault: right_refused — the question asks for arrows between stations, which verify refuses */
/* SPDX-License-Identifier: Apache-2.0 */
/* arrow_route.c: the only way through a tree of underground stations. */
#include <resyn.h>

enum { STATIONS_MAX = 26 };

struct state {
    int stations, from, to;
    int link[STATIONS_MAX - 1][2];
};
RS_NO_WITNESS

static const int levels[] = {8, 12, 16, 20, 26};

static bool is_linked(const state *s, int a, int b)
{
    for (int i = 0; i < s->stations - 1; i++)
        if ((s->link[i][0] == a && s->link[i][1] == b) ||
            (s->link[i][0] == b && s->link[i][1] == a))
            return true;
    return false;
}

static int find_way(const state *s, int at, int before, int *way, int count)
{
    way[count++] = at;
    if (at == s->to)
        return count;
    for (int next = 0; next < s->stations; next++) {
        if (next == before || !is_linked(s, at, next))
            continue;
        int found = find_way(s, next, at, way, count);
        if (found > 0)
            return found;
    }
    return 0;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int order[STATIONS_MAX], way[STATIONS_MAX];
    s->stations = levels[level - 1];
    for (int i = 0; i < s->stations; i++)
        order[i] = i;
    rs_shuffle(random, order, s->stations, sizeof order[0]);
    for (int i = 1; i < s->stations; i++) {
        int back = rs_between(random, 1, i < 3 ? i : 3);
        s->link[i - 1][0] = order[i];
        s->link[i - 1][1] = order[i - back];
    }
    rs_shuffle(random, s->link, s->stations - 1, sizeof s->link[0]);
    s->from = order[0];
    s->to = order[s->stations - 1];
    return find_way(s, s->from, -1, way, 0) >= 4;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "Direct underground lines run, both ways, between these stations:");
    for (int i = 0; i < s->stations - 1; i++)
        rs_print(question, "%s %c-%c", i > 0 ? "," : "", 'A' + s->link[i][0], 'A' + s->link[i][1]);
    rs_print(question,
             ".\nHow does one get from %c to %c without passing any station twice? Answer with all "
             "stations of the way, both ends included, with arrows between them, in the form "
             "%c->...->%c on one line without spaces.",
             'A' + s->from, 'A' + s->to, 'A' + s->from, 'A' + s->to);
}

double verify(const state *s, rs_answer *answer)
{
    int way[STATIONS_MAX];
    int count = find_way(s, s->from, -1, way, 0);
    for (int i = 0; i < count; i++) {
        char word[2];
        rs_read_word(answer, word, sizeof word);
        if (word[0] != 'A' + way[i])
            return rs_reject(answer, "station %d of the way is another", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int way[STATIONS_MAX];
    int count = find_way(s, s->from, -1, way, 0);
    for (int i = 0; i < count; i++)
        rs_print(answer, "%s%c", i > 0 ? " " : "", 'A' + way[i]);
}

RESYN_ENVIRONMENT(.name = "arrow_route", .category = "graphs", .levels = 5,
                  .summary = "Find the way through a tree of stations.",
                  .answer = "the stations of the way with arrows: A->B->C", .score = RS_BINARY)
