/* SPDX-License-Identifier: Apache-2.0 */
/* reverse_letters.c: write a few letters backwards. Easy enough for a policy that begins with
 * noise. */
#include <resyn.h>

enum { LETTERS_MAX = 12 };

struct state {
    int phrasing, count;
    char letter[LETTERS_MAX];
};
RS_NO_WITNESS

static const struct {
    int count, kinds;
} levels[] = {{3, 6}, {4, 6}, {6, 10}, {9, 16}, {12, 26}};

static const char *const openings[] = {
    "Write these letters in reverse order:",
    "Read this row of letters backwards:",
    "Put the last letter first, and so on to the first letter, which comes last:",
};

bool generate(state *s, witness *w, rs_random *random, int level)
{
    bool palindrome = true;
    s->phrasing = rs_below(random, 3);
    s->count = levels[level - 1].count;
    for (int i = 0; i < s->count; i++)
        s->letter[i] = 'a' + rs_below(random, levels[level - 1].kinds);
    for (int i = 0; i < s->count; i++)
        palindrome = palindrome && s->letter[i] == s->letter[s->count - 1 - i];
    return !palindrome; /* copying must not pay */
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, openings[(unsigned)s->phrasing % 3]);
    for (int i = 0; i < s->count; i++)
        rs_print(question, " %c", s->letter[i]);
    rs_put_text(question, "\nAnswer with the letters separated by spaces.");
}

double verify(const state *s, rs_answer *answer)
{
    for (int i = s->count - 1; i >= 0; i--) {
        char word[2];
        rs_read_word(answer, word, sizeof word);
        if (word[0] != s->letter[i])
            return rs_reject(answer, "letter %d of the answer is another one", s->count - i);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = s->count - 1; i >= 0; i--)
        rs_print(answer, "%c ", s->letter[i]);
}

RESYN_ENVIRONMENT(.name = "reverse_letters", .category = "strings", .levels = 5,
                  .summary = "Write a few letters in reverse order.",
                  .answer = "the letters, separated by spaces", .score = RS_BINARY)
