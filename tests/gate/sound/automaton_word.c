/* sound: infinitely many right answers of different lengths: any word that an automaton accepts */
/* SPDX-License-Identifier: Apache-2.0 */
/* automaton_word.c: a word that one automaton accepts and another one does not. */
#include <resyn.h>

enum { STATES_MAX = 8, LENGTH_MAX = 60, LETTERS = 2, PAIRS_MAX = STATES_MAX * STATES_MAX };

struct state {
    int states;
    int next[2][STATES_MAX][LETTERS];
    bool final[2][STATES_MAX];
};

struct witness {
    int length;
    char word[PAIRS_MAX];
};

static const struct {
    int states, least; /* least: letters of the shortest such word */
} levels[] = {{4, 3}, {5, 3}, {6, 4}, {7, 4}, {8, 5}};

/* Breadth first over pairs of states; the shortest word, or −1. */
static int find_word(const state *s, char *word)
{
    int queue[PAIRS_MAX], from[PAIRS_MAX], by[PAIRS_MAX], head = 0, tail = 0;
    bool seen[PAIRS_MAX] = {true};
    queue[tail++] = 0;
    while (head < tail) {
        int pair = queue[head++], a = pair / STATES_MAX, b = pair % STATES_MAX;
        if (s->final[0][a] && !s->final[1][b]) {
            int length = 0;
            for (int at = pair; at != 0; at = from[at])
                length++;
            for (int at = pair, i = length; at != 0; at = from[at])
                word[--i] = 'a' + by[at];
            return length;
        }
        for (int letter = 0; letter < LETTERS; letter++) {
            int next = s->next[0][a][letter] * STATES_MAX + s->next[1][b][letter];
            if (!seen[next]) {
                seen[next] = true;
                from[next] = pair;
                by[next] = letter;
                queue[tail++] = next;
            }
        }
    }
    return -1;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->states = levels[level - 1].states;
    for (int tries = 0; tries < 300; tries++) {
        for (int i = 0; i < 2 * s->states; i++) {
            for (int letter = 0; letter < LETTERS; letter++)
                s->next[i % 2][i / 2][letter] = rs_below(random, s->states);
            s->final[i % 2][i / 2] = rs_below(random, 3) == i % 2;
        }
        w->length = find_word(s, w->word);
        if (w->length >= levels[level - 1].least)
            return true;
    }
    return false;
}

void observe(const state *s, rs_text *question)
{
    for (int i = 0; i < 2; i++) {
        rs_print(question, "Automaton %d starts in state 1 and moves thus:\n", i + 1);
        for (int at = 0; at < s->states; at++)
            rs_print(question, "state %d%s: with a to %d, with b to %d\n", at + 1,
                     s->final[i][at] ? " (accepting)" : "", s->next[i][at][0] + 1,
                     s->next[i][at][1] + 1);
    }
    rs_print(
        question,
        "An automaton accepts a word if reading it leads to an accepting state. Find a word of "
        "1 to %d letters a and b that automaton 1 accepts and automaton 2 does not. Answer "
        "with the word alone.",
        LENGTH_MAX);
}

double verify(const state *s, rs_answer *answer)
{
    char word[LENGTH_MAX + 1];
    int at[2] = {0, 0};
    rs_read_word(answer, word, sizeof word);
    for (int i = 0; word[i] != '\0'; i++) {
        if (word[i] != 'a' && word[i] != 'b')
            return rs_reject(answer, "letter %d is neither a nor b", i + 1);
        at[0] = s->next[0][at[0]][word[i] - 'a'];
        at[1] = s->next[1][at[1]][word[i] - 'a'];
    }
    if (!s->final[0][at[0]])
        return rs_reject(answer, "automaton 1 does not accept it");
    if (s->final[1][at[1]])
        return rs_reject(answer, "automaton 2 accepts it too");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < w->length; i++)
        rs_print(answer, "%c", w->word[i]);
}

RESYN_ENVIRONMENT(.name = "automaton_word", .category = "automata", .levels = 5,
                  .summary = "Find a word that tells two automata apart.",
                  .answer = "a word of the letters a and b", .score = RS_BINARY, .guess_rate = 0.3)
