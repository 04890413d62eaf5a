/* fault: slow_verifier — the matcher tries every split: exponential time on long answers */
/* SPDX-License-Identifier: Apache-2.0 */
/* pattern_word.c: a string that matches a pattern with groups that may repeat. */
#include <resyn.h>
#include <string.h>

enum { GROUPS_MAX = 7, LENGTH_MAX = 200 };

struct state {
    int groups, least, wanted; /* wanted: the group that must be there */
    char group[GROUPS_MAX][4], end[3];
};
RS_NO_WITNESS

static const struct {
    int groups, least;
} levels[] = {{3, 6}, {4, 9}, {5, 12}, {6, 16}, {7, 20}};

/* Whether `at` is a row of groups, in any order and as often as one likes, and then the end. */
static bool matches(const state *s, const char *at)
{
    if (strcmp(at, s->end) == 0)
        return true;
    for (int i = 0; i < s->groups; i++) {
        size_t length = strlen(s->group[i]);
        if (strncmp(at, s->group[i], length) == 0 && matches(s, at + length))
            return true;
    }
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->groups = levels[level - 1].groups;
    s->least = levels[level - 1].least + rs_below(random, 4);
    for (int i = 0; i < s->groups; i++) {
        int length = i < 2 ? i + 1 : rs_between(random, 2, 3);
        for (int j = 0; j < length; j++)
            s->group[i][j] = i < 2 ? 'a' : 'a' + rs_below(random, 3);
        for (int j = 0; j < i; j++)
            if (strcmp(s->group[i], s->group[j]) == 0)
                return false;
    }
    s->end[0] = 'x' + rs_below(random, 3);
    s->end[1] = 'x' + rs_below(random, 3);
    s->wanted = rs_between(random, 2, s->groups - 1);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "A string is good if it can be cut into pieces each of which is one of ");
    for (int i = 0; i < s->groups; i++)
        rs_print(question, "%s%s", i > 0 ? ", " : "", s->group[i]);
    rs_print(question,
             " (each may be used as often as you like, in any order), followed by %s at its very "
             "end. Find a good string of %d to %d letters that has %s somewhere in it. Answer with "
             "the string alone.",
             s->end, s->least, LENGTH_MAX, s->group[s->wanted]);
}

double verify(const state *s, rs_answer *answer)
{
    char string[LENGTH_MAX + 1];
    int length = rs_read_word(answer, string, sizeof string);
    if (length < s->least)
        return rs_reject(answer, "too short");
    if (strstr(string, s->group[s->wanted]) == NULL)
        return rs_reject(answer, "%s is missing", s->group[s->wanted]);
    return matches(s, string) ? 1 : 0;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_text(answer, s->group[s->wanted]);
    for (int i = 0; i < s->least; i++)
        rs_put_text(answer, s->group[1]);
    rs_put_text(answer, s->end);
}

RESYN_ENVIRONMENT(.name = "pattern_word", .category = "strings", .levels = 5,
                  .summary = "Find a string that is made of given pieces.",
                  .answer = "one word of lower case letters", .score = RS_BINARY)
