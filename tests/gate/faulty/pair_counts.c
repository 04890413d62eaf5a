/* fault: right_refused — the buffer holds 15 letters, the question allows 40 */
/* SPDX-License-Identifier: Apache-2.0 */
/* pair_counts.c: a string of letters with wanted numbers of some pairs. */
#include <resyn.h>
#include <string.h>

enum { LENGTH_MAX = 40, PAIRS = 4 };

struct state {
    char pair[PAIRS][3];
    int times[PAIRS];
};

struct witness {
    char string[16];
};

static const int levels[] = {6, 8, 10, 12, 15};

static int count_pair(const char *string, const char *pair)
{
    int count = 0;
    for (; string[0] != '\0'; string++)
        count += string[0] == pair[0] && string[1] == pair[1];
    return count;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    for (int i = 0; i < levels[level - 1]; i++)
        w->string[i] = 'a' + rs_below(random, 3 + level / 2);
    for (int i = 0; i < PAIRS; i++) {
        int at = rs_below(random, levels[level - 1] - 1);
        memcpy(s->pair[i], w->string + at, 2);
        for (int j = 0; j < i; j++)
            if (strcmp(s->pair[j], s->pair[i]) == 0)
                return false;
        s->times[i] = count_pair(w->string, s->pair[i]);
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Find a string of 2 to %d lower case letters in which these pairs of neighbouring "
             "letters occur exactly so often (occurrences may overlap):\n",
             LENGTH_MAX);
    for (int i = 0; i < PAIRS; i++)
        rs_print(question, "%s: %d\n", s->pair[i], s->times[i]);
    rs_put_text(question,
                "Other pairs may occur as often as you like. Answer with the string alone.");
}

double verify(const state *s, rs_answer *answer)
{
    char string[16];
    rs_read_word(answer, string, sizeof string);
    for (const char *at = string; *at != '\0'; at++)
        if (*at < 'a' || *at > 'z')
            return rs_reject(answer, "%c is no lower case letter", *at);
    for (int i = 0; i < PAIRS; i++)
        if (count_pair(string, s->pair[i]) != s->times[i])
            return rs_reject(answer, "%s occurs another number of times", s->pair[i]);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_print(answer, "%.15s", w->string);
}

RESYN_ENVIRONMENT(.name = "pair_counts", .category = "strings", .levels = 5,
                  .summary = "Find a string with wanted numbers of letter pairs.",
                  .answer = "one word of lower case letters", .score = RS_BINARY)
