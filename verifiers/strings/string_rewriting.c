/* SPDX-License-Identifier: Apache-2.0 */
/* string_rewriting.c: rewrite one string into another by given rules, in few steps. */
#include <resyn.h>
#include <string.h>

enum { RULES_MAX = 6, SIDE_MAX = 3, STRING_MAX = 24, STEPS_MAX = 12 };

struct state {
    int phrasing;
    int rules, steps; /* steps: as many are allowed */
    struct {
        char left[SIDE_MAX + 1], right[SIDE_MAX + 1];
    } rule[RULES_MAX];
    char start[STRING_MAX + 1], target[STRING_MAX + 1];
};

/* The step i of the plan applies rule[i] at place[i]; both count from 1. */
struct witness {
    int rule[STEPS_MAX], place[STEPS_MAX];
};

static const struct {
    int rules, start, steps;
} levels[] = {{3, 6, 3}, {4, 8, 5}, {4, 9, 7}, {5, 10, 9}, {6, 12, 12}};

static const char *const openings[] = {
    "Rewrite the string \"%s\" into \"%s\" with the rules below.",
    "Turn \"%s\" into \"%s\" by means of these rewriting rules.",
    "Starting from the string \"%s\", derive the string \"%s\". The rules are given below.",
};

/* Replaces the left side of a rule by its right side at `place`; all count from 1. */
static bool apply(const state *s, int rule, int place, char *string)
{
    const char *left = s->rule[rule - 1].left, *right = s->rule[rule - 1].right;
    size_t length = strlen(string), at = place - 1;
    if (at + strlen(left) > length || memcmp(string + at, left, strlen(left)) != 0)
        return false;
    if (length - strlen(left) + strlen(right) > STRING_MAX)
        return false;
    char rest[STRING_MAX + 1];
    strcpy(rest, string + at + strlen(left));
    strcpy(string + at, right);
    strcat(string, rest);
    return true;
}

static void draw_string(char *string, int length, rs_random *random)
{
    for (int i = 0; i < length; i++)
        string[i] = 'a' + rs_below(random, 3);
}

/* Applies a random rule at a random place where it fits. */
static bool draw_step(const state *s, rs_random *random, char *string, int *rule, int *place)
{
    int found[RULES_MAX * STRING_MAX][2], count = 0;
    for (int i = 1; i <= s->rules; i++) {
        for (int at = 1; at <= (int)strlen(string); at++) {
            char copy[STRING_MAX + 1];
            strcpy(copy, string);
            if (apply(s, i, at, copy)) {
                found[count][0] = i;
                found[count][1] = at;
                count++;
            }
        }
    }
    int pick = rs_below(random, count);
    if (count == 0)
        return false;
    *rule = found[pick][0];
    *place = found[pick][1];
    return apply(s, *rule, *place, string);
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    char visited[STEPS_MAX + 1][STRING_MAX + 1] = {""};
    s->phrasing = rs_below(random, 3);
    s->rules = levels[level - 1].rules;
    s->steps = levels[level - 1].steps;
    for (int i = 0; i < s->rules; i++) {
        draw_string(s->rule[i].left, 1 + (i + 1) % SIDE_MAX, random);
        draw_string(s->rule[i].right, rs_between(random, 1, SIDE_MAX), random);
        if (strcmp(s->rule[i].left, s->rule[i].right) == 0)
            return false;
    }
    draw_string(s->start, levels[level - 1].start, random);
    strcpy(visited[0], s->start);
    for (int i = 0; i < s->steps; i++) {
        strcpy(visited[i + 1], visited[i]);
        if (!draw_step(s, random, visited[i + 1], &w->rule[i], &w->place[i]))
            return false;
        for (int j = 0; j <= i; j++)
            if (strcmp(visited[i + 1], visited[j]) == 0)
                return false;
    }
    strcpy(s->target, visited[s->steps]);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, openings[(unsigned)s->phrasing % 3], s->start, s->target);
    rs_put_text(question, " A step takes one rule and replaces one occurrence of its left side in "
                          "the string by its right side.\n");
    for (int i = 0; i < s->rules; i++)
        rs_print(question, "Rule %d: %s -> %s\n", i + 1, s->rule[i].left, s->rule[i].right);
    rs_print(question,
             "At most %d steps are allowed, and no string on the way may have more than %d "
             "letters.\nAnswer with one line for each step: the number of the rule and the "
             "position in the string, counted from 1, at which its left side begins. (With a rule "
             "7 and a rule 8, an answer would look like this:\n7 4\n8 1)",
             s->steps, STRING_MAX);
}

double verify(const state *s, rs_answer *answer)
{
    char string[STRING_MAX + 1];
    strcpy(string, s->start);
    for (int step = 1; !rs_at_end(answer) && !rs_refused(answer); step++) {
        if (step > s->steps)
            return rs_reject(answer, "more than %d steps", s->steps);
        int rule = rs_read_int(answer, 1, s->rules);
        int place = rs_read_int(answer, 1, STRING_MAX);
        if (!apply(s, rule, place, string))
            return rs_reject(answer, "step %d cannot be done", step);
    }
    if (strcmp(string, s->target) != 0)
        return rs_reject(answer, "the string at the end is %s", string);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->steps; i++)
        rs_print(answer, "%d %d\n", w->rule[i], w->place[i]);
}

/* Exchanges two steps that follow each other, where the result stays the same. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int i = 0; i + 1 < s->steps; i++) {
        int change =
            (int)strlen(s->rule[w->rule[i] - 1].right) - (int)strlen(s->rule[w->rule[i] - 1].left);
        int later = (int)strlen(s->rule[w->rule[i + 1] - 1].right) -
                    (int)strlen(s->rule[w->rule[i + 1] - 1].left);
        witness other = *w;
        bool to_the_right = w->place[i + 1] > w->place[i];
        other.rule[i] = w->rule[i + 1];
        other.place[i] = w->place[i + 1] - (to_the_right ? change : 0);
        other.rule[i + 1] = w->rule[i];
        other.place[i + 1] = w->place[i] + (to_the_right ? 0 : later);
        char string[STRING_MAX + 1];
        strcpy(string, s->start);
        bool right = memcmp(&other, w, sizeof other) != 0;
        for (int j = 0; j < s->steps && right; j++)
            right = other.place[j] >= 1 && apply(s, other.rule[j], other.place[j], string);
        if (right && strcmp(string, s->target) == 0) {
            solve(s, &other, answer);
            return true;
        }
    }
    return false;
}

RESYN_ENVIRONMENT(.name = "string_rewriting", .category = "strings", .levels = 5,
                  .summary = "Rewrite one string into another by given rules.",
                  .answer = "a line for each step: the number of the rule and the position",
                  .score = RS_BINARY)
