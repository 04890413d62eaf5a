/* expect: instances instance */
/* SPDX-License-Identifier: Apache-2.0 */
/* state_large.c: a state of 64 KiB and a witness of 16 KiB, all of them written, at 20 levels. */
#include <resyn.h>

struct state {
    int a;
    char room[RS_STATE_MAX - sizeof(int)];
};
struct witness {
    char room[RS_WITNESS_MAX];
};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->a = (int)rs_between(random, 0, 9);
    for (int i = 0; i < (int)sizeof s->room; i++)
        s->room[i] = (char)(s->a + i);
    for (int i = 0; i < (int)sizeof w->room; i++)
        w->room[i] = (char)(s->a + i);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "What is %d?", s->a);
}

double verify(const state *s, rs_answer *answer)
{
    for (int i = 0; i < (int)sizeof s->room; i++)
        if (s->room[i] != (char)(s->a + i))
            return 0;
    return rs_read_int(answer, 0, 9) == s->a;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, s->room[1] == w->room[1] ? s->a : -1);
}

RESYN_ENVIRONMENT(.name = "state_large", .category = "attacks", .levels = RS_LEVELS_MAX,
                  .summary = "A large state.", .answer = "an integer", .score = RS_BINARY)
