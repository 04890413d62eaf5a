/* fault: unstated_rule — the first mark must be at 0, which the question does not say */
/* SPDX-License-Identifier: Apache-2.0 */
/* ruler_marks.c: marks on a ruler whose distances are all different (Golomb ruler). */
#include <resyn.h>

enum { MARKS_MAX = 8, LENGTH_MAX = 120 };

struct state {
    int marks, length;
    bool worn[LENGTH_MAX + 1]; /* no mark may stand there */
};
RS_NO_WITNESS

static const struct {
    int marks, shortest, longest;
} levels[] = {{4, 14, 40}, {5, 25, 60}, {6, 38, 80}, {7, 55, 100}, {8, 75, 120}};

static bool search(const state *s, int *mark, int count, bool *used)
{
    if (count == s->marks)
        return true;
    for (int at = mark[count - 1] + 1; at <= s->length; at++) {
        bool fits = !s->worn[at];
        for (int i = 0; i < count && fits; i++)
            fits = !used[at - mark[i]];
        if (!fits)
            continue;
        for (int i = 0; i < count; i++)
            used[at - mark[i]] = true;
        mark[count] = at;
        if (search(s, mark, count + 1, used))
            return true;
        for (int i = 0; i < count; i++)
            used[at - mark[i]] = false;
    }
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int mark[MARKS_MAX] = {0};
    bool used[LENGTH_MAX + 1] = {false};
    s->marks = levels[level - 1].marks;
    s->length = rs_between(random, levels[level - 1].shortest, levels[level - 1].longest);
    for (int i = 1; i <= s->length; i++)
        s->worn[i] = rs_below(random, 100) < 60;
    return search(s, mark, 1, used);
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Put %d marks on a ruler whose scale runs from 0 to %d, at integer positions, "
             "so that all distances between two marks are different from each other. The "
             "scale is worn at these positions, where no mark may stand:",
             s->marks, s->length);
    for (int i = 1; i <= s->length; i++)
        if (s->worn[i])
            rs_print(question, " %d", i);
    rs_print(question,
             ". Answer with the positions of the %d marks in ascending order, separated by "
             "spaces. (Three marks on a long ruler would look like this: 200 201 203)",
             s->marks);
}

double verify(const state *s, rs_answer *answer)
{
    int mark[MARKS_MAX];
    bool used[LENGTH_MAX + 1] = {false};
    if (rs_read_ints(answer, mark, s->marks, 0, s->length) != s->marks)
        return rs_reject(answer, "there must be %d marks", s->marks);
    if (mark[0] != 0)
        return rs_reject(answer, "this is no ruler");
    for (int i = 1; i < s->marks; i++) {
        if (mark[i] <= mark[i - 1] || s->worn[mark[i]])
            return rs_reject(answer, "mark %d cannot stand there", i + 1);
        for (int j = 0; j < i; j++) {
            if (used[mark[i] - mark[j]])
                return rs_reject(answer, "distance %d comes twice", mark[i] - mark[j]);
            used[mark[i] - mark[j]] = true;
        }
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int mark[MARKS_MAX] = {0};
    bool used[LENGTH_MAX + 1] = {false};
    search(s, mark, 1, used);
    for (int i = 0; i < s->marks; i++)
        rs_print(answer, "%d ", mark[i]);
}

RESYN_ENVIRONMENT(.name = "ruler_marks", .category = "combinatorics", .levels = 5,
                  .summary = "Put marks on a ruler with different distances.",
                  .answer = "the positions of the marks, separated by spaces", .score = RS_BINARY)
