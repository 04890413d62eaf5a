/* sound: answers that are programs: lists of moves, any legal one within the limit */
/* SPDX-License-Identifier: Apache-2.0 */
/* tower_moves.c: discs on three pegs from one position to another, larger ones below. */
#include <resyn.h>

enum { DISCS_MAX = 6, PEGS = 3 };

struct state {
    int discs, moves;
    int now[DISCS_MAX], goal[DISCS_MAX]; /* the peg of each disc, the smallest first */
};
RS_NO_WITNESS

static const int levels[] = {2, 3, 4, 5, 6};

/* Brings the discs below `count` from where they are to `peg`, writing moves where `text` is given.
 * Returns how many moves. */
static int bring(int *peg_of, int count, int peg, rs_text *text)
{
    if (count == 0)
        return 0;
    int disc = count - 1;
    if (peg_of[disc] == peg)
        return bring(peg_of, disc, peg, text);
    int moves = bring(peg_of, disc, PEGS - peg_of[disc] - peg, text) + 1;
    if (text != NULL)
        rs_print(text, "%c%c ", 'A' + peg_of[disc], 'A' + peg);
    peg_of[disc] = peg;
    return moves + bring(peg_of, disc, peg, text);
}

static int play(const state *s, rs_text *text)
{
    int peg_of[DISCS_MAX], moves = 0;
    for (int i = 0; i < s->discs; i++)
        peg_of[i] = s->now[i];
    for (int disc = s->discs - 1; disc >= 0; disc--) {
        if (peg_of[disc] == s->goal[disc])
            continue;
        moves += bring(peg_of, disc, PEGS - peg_of[disc] - s->goal[disc], text) + 1;
        if (text != NULL)
            rs_print(text, "%c%c ", 'A' + peg_of[disc], 'A' + s->goal[disc]);
        peg_of[disc] = s->goal[disc];
    }
    return moves;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->discs = levels[level - 1] + 1 > DISCS_MAX ? DISCS_MAX : levels[level - 1] + 1;
    for (int i = 0; i < s->discs; i++) {
        s->now[i] = rs_below(random, PEGS);
        s->goal[i] = rs_below(random, PEGS);
    }
    int least = play(s, NULL);
    s->moves = least + least / 2 + rs_below(random, 3);
    return least > 3 << (level - 1);
}

static void put_pegs(const state *s, const int *peg_of, rs_text *text)
{
    for (int i = 0; i < s->discs; i++)
        rs_print(text, "%s%d on %c", i > 0 ? ", " : "", i + 1, 'A' + peg_of[i]);
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "%d discs of the sizes 1 to %d lie on the pegs A, B and C, on each peg the "
             "larger below the smaller: ",
             s->discs, s->discs);
    put_pegs(s, s->now, question);
    rs_put_text(question, ". They shall lie like this: ");
    put_pegs(s, s->goal, question);
    rs_print(
        question,
        ". A move takes the top disc of a peg and puts it onto another peg, never onto a "
        "smaller disc. Use at most %d moves. Answer with the moves in order, each as two "
        "letters (from, to), separated by spaces. (Three moves would look like this: AC AB CB)",
        s->moves);
}

double verify(const state *s, rs_answer *answer)
{
    int peg_of[DISCS_MAX];
    for (int i = 0; i < s->discs; i++)
        peg_of[i] = s->now[i];
    for (int moves = 0; !rs_at_end(answer) && !rs_refused(answer); moves++) {
        static const char *const names[] = {"AB", "AC", "BA", "BC", "CA", "CB"};
        int move = rs_read_choice(answer, names, 6), top = 0;
        int from = move / 2, to = names[move][1] - 'A';
        while (top < s->discs && peg_of[top] != from && peg_of[top] != to)
            top++;
        if (moves == s->moves || top == s->discs || peg_of[top] != from)
            return rs_reject(answer, "move %d is not possible", moves + 1);
        peg_of[top] = to;
    }
    for (int i = 0; i < s->discs; i++)
        if (peg_of[i] != s->goal[i])
            return rs_reject(answer, "disc %d lies on another peg", i + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    play(s, answer);
}

RESYN_ENVIRONMENT(.name = "tower_moves", .category = "planning", .levels = 5,
                  .summary = "Move discs on three pegs to a wanted position.",
                  .answer = "moves like AB, separated by spaces", .score = RS_BINARY)
