/* SPDX-License-Identifier: Apache-2.0 */
/* knights_and_knaves.c: who tells the truth? Every assignment that agrees with all is right. */
#include <resyn.h>

enum { PEOPLE_MAX = 16, NAMED = 3 };

/* About the people a, b and c, who are three others than the speaker. */
enum kind { KNAVE, KNIGHT, ALIKE, DIFFERENT, KNIGHT_OR_KNAVE, NOT_BOTH, ONE_KNAVE, KINDS };

struct state {
    int phrasing;
    int people;
    struct {
        int kind, person[NAMED]; /* of these, those that the kind needs; the others are 0 */
    } statement[PEOPLE_MAX];
};

struct witness {
    bool knight[PEOPLE_MAX];
};

static const int levels[] = {5, 7, 9, 12, 16};

static const char *const names[PEOPLE_MAX] = {"Ada", "Ben", "Cleo", "Dan", "Eve", "Finn",
                                              "Gus", "Hal", "Ida",  "Jon", "Kim", "Leo",
                                              "Mia", "Ned", "Olga", "Pia"};
static const int people_of[KINDS] = {1, 1, 2, 2, 2, 2, 3};

static const char *const openings[] = {
    "On an island, knights always tell the truth and knaves always lie.",
    "Everybody here is either a knight, whose statements are all true, or a knave, whose "
    "statements are all false.",
    "A knight says only what is true, and a knave only what is false. Everyone is one or the "
    "other.",
};

static bool is_true(const state *s, int speaker, const bool *knight)
{
    const int *person = s->statement[speaker].person;
    bool a = knight[person[0]], b = knight[person[1]], c = knight[person[2]];
    switch (s->statement[speaker].kind) {
    case KNAVE:
        return !a;
    case KNIGHT:
        return a;
    case ALIKE:
        return a == b;
    case DIFFERENT:
        return a != b;
    case KNIGHT_OR_KNAVE:
        return a || !b;
    case NOT_BOTH:
        return !a || !b;
    default:
        return !a + !b + !c == 1;
    }
}

/* The first speaker whose statement does not fit what he is said to be; −1 where all fit. */
static int first_contradiction(const state *s, const bool *knight)
{
    for (int i = 0; i < s->people; i++)
        if (is_true(s, i, knight) != knight[i])
            return i;
    return -1;
}

static void draw_statement(state *s, int speaker, rs_random *random)
{
    int others[PEOPLE_MAX], count = 0;
    for (int i = 0; i < s->people; i++)
        if (i != speaker)
            others[count++] = i;
    rs_shuffle(random, others, count, sizeof others[0]);
    int kind = rs_below(random, KINDS);
    s->statement[speaker].kind = kind;
    for (int i = 0; i < NAMED; i++)
        s->statement[speaker].person[i] = i < people_of[kind] ? others[i] : 0;
}

/* Whether an answer that ignores the statements is right: all alike, or by turns. */
static bool is_trivial(const state *s)
{
    for (int pattern = 0; pattern < 4; pattern++) {
        bool knight[PEOPLE_MAX] = {false};
        for (int i = 0; i < s->people; i++)
            knight[i] = pattern < 2 ? pattern : (i + pattern) % 2;
        if (first_contradiction(s, knight) < 0)
            return true;
    }
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->phrasing = rs_below(random, 3);
    s->people = levels[level - 1];
    for (int i = 0; i < s->people; i++)
        w->knight[i] = rs_below(random, 2);
    for (int i = 0; i < s->people; i++) {
        do
            draw_statement(s, i, random);
        while (is_true(s, i, w->knight) != w->knight[i]);
    }
    return !is_trivial(s);
}

static void put_statement(const state *s, int speaker, rs_text *question)
{
    const int *person = s->statement[speaker].person;
    const char *a = names[person[0]], *b = names[person[1]], *c = names[person[2]];
    rs_print(question, "%s says: ", names[speaker]);
    switch (s->statement[speaker].kind) {
    case KNAVE:
        rs_print(question, "%s is a knave.\n", a);
        break;
    case KNIGHT:
        rs_print(question, "%s is a knight.\n", a);
        break;
    case ALIKE:
        rs_print(question, "%s and %s are of the same kind.\n", a, b);
        break;
    case DIFFERENT:
        rs_print(question, "%s and %s are of different kinds.\n", a, b);
        break;
    case KNIGHT_OR_KNAVE:
        rs_print(question, "%s is a knight, or %s is a knave, or both.\n", a, b);
        break;
    case NOT_BOTH:
        rs_print(question, "%s and %s are not both knights.\n", a, b);
        break;
    default:
        rs_print(question, "Exactly one of %s, %s and %s is a knave.\n", a, b, c);
    }
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, openings[(unsigned)s->phrasing % 3]);
    rs_print(question, " These are the statements of %d people:\n", s->people);
    for (int i = 0; i < s->people; i++)
        put_statement(s, i, question);
    rs_print(question,
             "Who is what? Where several possibilities agree with all statements, any of them is "
             "right.\nAnswer with %d words, each `knight` or `knave`, separated by spaces, for the "
             "people in the order in which they speak. (For three people an answer would look like "
             "this: knave knight knave)",
             s->people);
}

double verify(const state *s, rs_answer *answer)
{
    static const char *const kinds[] = {"knave", "knight"};
    bool knight[PEOPLE_MAX] = {false};
    for (int i = 0; i < s->people; i++)
        knight[i] = rs_read_choice(answer, kinds, 2);
    int speaker = first_contradiction(s, knight);
    if (speaker >= 0)
        return rs_reject(answer, "%s contradicts this", names[speaker]);
    return 1;
}

static void put_kinds(const state *s, const bool *knight, rs_text *answer)
{
    for (int i = 0; i < s->people; i++)
        rs_print(answer, "%s%s", i > 0 ? " " : "", knight[i] ? "knight" : "knave");
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    put_kinds(s, w->knight, answer);
}

/* Looks through all assignments. */
bool another(const state *s, const witness *w, rs_random *random, rs_text *answer)
{
    for (int bits = 0; bits < 1 << s->people; bits++) {
        bool knight[PEOPLE_MAX] = {false}, differs = false;
        for (int i = 0; i < s->people; i++) {
            knight[i] = bits >> i & 1;
            differs = differs || knight[i] != w->knight[i];
        }
        if (differs && first_contradiction(s, knight) < 0) {
            put_kinds(s, knight, answer);
            return true;
        }
    }
    return false;
}

RESYN_ENVIRONMENT(.name = "knights_and_knaves", .category = "logic", .levels = 5,
                  .summary = "Find out who is a knight and who is a knave.",
                  .answer = "knight or knave for each person, separated by spaces",
                  .score = RS_BINARY)
