/* fault: unchecked_rule — a block may be moved from below others, which the question forbids */
/* SPDX-License-Identifier: Apache-2.0 */
/* block_stacks.c: move blocks, one at a time, until every one lies on what it should. */
#include <resyn.h>

enum { BLOCKS_MAX = 9, MOVES_MAX = 40 };

struct state {
    int blocks;
    int now[BLOCKS_MAX + 1], goal[BLOCKS_MAX + 1]; /* what a block lies on; 0: the table */
};
RS_NO_WITNESS

static const int levels[] = {4, 5, 6, 7, 9};

static void draw_stacks(int *on, int blocks, rs_random *random)
{
    int order[BLOCKS_MAX];
    for (int i = 0; i < blocks; i++)
        order[i] = i + 1;
    rs_shuffle(random, order, blocks, sizeof order[0]);
    for (int i = 0; i < blocks; i++)
        on[order[i]] = i == 0 || rs_below(random, 4) == 0 ? 0 : order[i - 1];
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int covered = 0;
    s->blocks = levels[level - 1];
    draw_stacks(s->now, s->blocks, random);
    draw_stacks(s->goal, s->blocks, random);
    /* Some block that must go lies under another one. */
    for (int i = 1; i <= s->blocks; i++)
        covered += s->now[i] > 0 && s->now[s->now[i]] != s->goal[s->now[i]];
    return covered > 1;
}

static void put_stacks(const int *on, int blocks, rs_text *text)
{
    for (int i = 1; i <= blocks; i++) {
        if (on[i] > 0)
            rs_print(text, "%s%d on %d", i > 1 ? ", " : "", i, on[i]);
        else
            rs_print(text, "%s%d on the table", i > 1 ? ", " : "", i);
    }
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "%d blocks, numbered from 1, lie like this: ", s->blocks);
    put_stacks(s->now, s->blocks, question);
    rs_put_text(question, ". They shall lie like this: ");
    put_stacks(s->goal, s->blocks, question);
    rs_print(question,
             ".\nA move takes one block on which no other lies and puts it on the table or on "
             "another block on which none lies. Use at most %d moves. Answer with a line for each "
             "move: the block and what it is put on, 0 for the table. (With more blocks two moves "
             "would look like this:\n12 0\n11 12)",
             MOVES_MAX);
}

double verify(const state *s, rs_answer *answer)
{
    int on[BLOCKS_MAX + 1];
    for (int i = 0; i <= s->blocks; i++)
        on[i] = s->now[i];
    for (int moves = 0; !rs_at_end(answer) && !rs_refused(answer); moves++) {
        int block = rs_read_int(answer, 1, s->blocks);
        int target = rs_read_int(answer, 0, s->blocks);
        if (moves == MOVES_MAX || block == target)
            return rs_reject(answer, "move %d is not possible", moves + 1);
        on[block] = target;
    }
    for (int i = 1; i <= s->blocks; i++)
        if (on[i] != s->goal[i])
            return rs_reject(answer, "block %d does not lie where it should", i);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    bool done[BLOCKS_MAX + 1] = {true}, gone[BLOCKS_MAX + 1] = {false};
    for (int count = 0; count < s->blocks;) {
        for (int i = 1; i <= s->blocks; i++) {
            bool free = !gone[i];
            for (int j = 1; j <= s->blocks; j++)
                free = free && (gone[j] || s->now[j] != i);
            if (free) {
                rs_print(answer, "%d 0\n", i);
                gone[i] = true;
                count++;
            }
        }
    }
    for (int count = 0; count < s->blocks;) {
        for (int i = 1; i <= s->blocks; i++) {
            if (done[i] || !done[s->goal[i]])
                continue;
            if (s->goal[i] > 0)
                rs_print(answer, "%d %d\n", i, s->goal[i]);
            done[i] = true;
            count++;
        }
    }
}

RESYN_ENVIRONMENT(.name = "block_stacks", .category = "planning", .levels = 5,
                  .summary = "Move blocks until they lie as wanted.",
                  .answer = "a line for each move: block and target", .score = RS_BINARY)
