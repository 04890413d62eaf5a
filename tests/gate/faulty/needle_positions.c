/* fault: other_question — the question counts from 1, verify and the oracle count from 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* needle_positions.c: where does a short string occur in a long one? */
#include <resyn.h>
#include <string.h>

enum { LENGTH_MAX = 160 };

struct state {
    char text[LENGTH_MAX + 1];
    char needle[4];
};
RS_NO_WITNESS

static const struct {
    int length, letters;
} levels[] = {{25, 3}, {40, 3}, {70, 3}, {110, 4}, {160, 4}};

static int find(const state *s, int *position)
{
    int count = 0;
    for (const char *at = s->text; (at = strstr(at, s->needle)) != NULL; at++)
        position[count++] = at - s->text;
    return count;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int position[LENGTH_MAX];
    for (int i = 0; i < levels[level - 1].length; i++)
        s->text[i] = 'a' + rs_below(random, levels[level - 1].letters);
    for (int i = 0; i < 2 + level / 4; i++)
        s->needle[i] = 'a' + rs_below(random, levels[level - 1].letters);
    return find(s, position) >= 2;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Where does \"%s\" occur in the text below? Occurrences may overlap. Positions are "
             "counted from 1: the first letter of the text is at position 1.\n%s\nAnswer with the "
             "positions at which an occurrence begins, all of them, in ascending order, separated "
             "by spaces.",
             s->needle, s->text);
}

double verify(const state *s, rs_answer *answer)
{
    int position[LENGTH_MAX], found[LENGTH_MAX];
    int count = find(s, found);
    if (rs_read_ints(answer, position, LENGTH_MAX, 0, LENGTH_MAX) != count)
        return rs_reject(answer, "another number of occurrences");
    for (int i = 0; i < count; i++)
        if (position[i] != found[i])
            return rs_reject(answer, "position %d is wrong", i + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    int found[LENGTH_MAX];
    int count = find(s, found);
    for (int i = 0; i < count; i++)
        rs_print(answer, "%d ", found[i]);
}

RESYN_ENVIRONMENT(.name = "needle_positions", .category = "strings", .levels = 5,
                  .summary = "Find all occurrences of a short string.",
                  .answer = "the positions in ascending order, separated by spaces",
                  .score = RS_BINARY)
