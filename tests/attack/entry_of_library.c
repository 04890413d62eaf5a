/* expect: refused /./ */
/* SPDX-License-Identifier: Apache-2.0 */
/* entry_of_library.c: solve is declared as what the library offers. */
#include <resyn.h>

struct state {
    int a;
};
RS_NO_WITNESS

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->a = 1;
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, "1?");
}

double verify(const state *s, rs_answer *answer)
{
    return rs_read_int(answer, 0, 9) == s->a;
}

#define strlen solve
extern unsigned long strlen(const char *text);

RESYN_ENVIRONMENT(.name = "entry_of_library", .category = "attacks", .levels = 5,
                  .summary = "An attack.", .answer = "an integer", .score = RS_BINARY)
