/* fault: levels_alike — every level draws rows of the same length */
/* SPDX-License-Identifier: Apache-2.0 */
/* lamp_row.c: press switches so that all lamps of a row are off. */
#include <resyn.h>

enum { LAMPS = 12 };

struct state {
    bool on[LAMPS];
};

struct witness {
    bool pressed[LAMPS];
};

static void press(bool *on, int lamp)
{
    for (int i = lamp - 1; i <= lamp + 1; i++)
        if (i >= 0 && i < LAMPS)
            on[i] = !on[i];
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int pressed = 0;
    for (int i = 0; i < LAMPS; i++) {
        w->pressed[i] = rs_below(random, 2);
        pressed += w->pressed[i];
        if (w->pressed[i])
            press(s->on, i);
    }
    return pressed > 2 && pressed < LAMPS - 1;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "%d lamps stand in a row, numbered from 1, each with a switch. A switch changes its "
             "own lamp and the lamps directly beside it: what was on goes off, and the other way "
             "round. Now these lamps are on:",
             LAMPS);
    for (int i = 0; i < LAMPS; i++)
        if (s->on[i])
            rs_print(question, " %d", i + 1);
    rs_print(question,
             ". Which switches must be pressed so that all lamps are off? Answer with the "
             "numbers of the switches, each at most once, separated by spaces. (For a "
             "longer row an answer would look like this: 14 17 21)");
}

double verify(const state *s, rs_answer *answer)
{
    int number[LAMPS];
    bool on[LAMPS], pressed[LAMPS + 1] = {false};
    int count = rs_read_ints(answer, number, LAMPS, 1, LAMPS);
    for (int i = 0; i < LAMPS; i++)
        on[i] = s->on[i];
    for (int i = 0; i < count; i++) {
        if (pressed[number[i]])
            return rs_reject(answer, "switch %d is pressed twice", number[i]);
        pressed[number[i]] = true;
        press(on, number[i] - 1);
    }
    for (int i = 0; i < LAMPS; i++)
        if (on[i])
            return rs_reject(answer, "lamp %d is on", i + 1);
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < LAMPS; i++)
        if (w->pressed[i])
            rs_print(answer, "%d ", i + 1);
}

RESYN_ENVIRONMENT(.name = "lamp_row", .category = "planning", .levels = 5,
                  .summary = "Press switches so that all lamps of a row are off.",
                  .answer = "the numbers of the switches, separated by spaces", .score = RS_BINARY)
