/* fault: constant_answer — so many random words are drawn that their smallest distance is 0 */
/* SPDX-License-Identifier: Apache-2.0 */
/* code_distance.c: the smallest distance between two words of a code. */
#include <resyn.h>

enum { WORDS_MAX = 200, BITS = 8 };

struct state {
    int words;
    int word[WORDS_MAX];
};
RS_NO_WITNESS

static const int levels[] = {40, 60, 90, 140, 200};

static int distance(int a, int b)
{
    int count = 0;
    for (int different = a ^ b; different != 0; different >>= 1)
        count += different & 1;
    return count;
}

static int smallest_distance(const state *s)
{
    int smallest = BITS;
    for (int i = 0; i < s->words; i++)
        for (int j = 0; j < i; j++)
            if (distance(s->word[i], s->word[j]) < smallest)
                smallest = distance(s->word[i], s->word[j]);
    return smallest;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->words = levels[level - 1];
    for (int i = 0; i < s->words; i++)
        s->word[i] = rs_below(random, 1 << BITS);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question, "A code consists of these %d words of %d bits:\n", s->words, BITS);
    for (int i = 0; i < s->words; i++) {
        for (int bit = BITS - 1; bit >= 0; bit--)
            rs_print(question, "%d", s->word[i] >> bit & 1);
        rs_put_text(question, i < s->words - 1 ? " " : "\n");
    }
    rs_put_text(question, "The distance of two words is the number of places in which they differ. "
                          "Answer with the smallest distance between two words of the list that "
                          "stand at different places in it, an integer.");
}

double verify(const state *s, rs_answer *answer)
{
    if (rs_read_int(answer, 0, BITS) != smallest_distance(s))
        return rs_reject(answer, "another distance");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    rs_put_int(answer, smallest_distance(s));
}

RESYN_ENVIRONMENT(.name = "code_distance", .category = "codes", .levels = 5,
                  .summary = "Find the smallest distance between words of a code.",
                  .answer = "an integer from 0 to 8", .score = RS_BINARY, .guess_rate = 0.2)
