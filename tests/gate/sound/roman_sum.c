/* sound: the last line counts where no tag or box is found */
/* SPDX-License-Identifier: Apache-2.0 */
/* roman_sum.c: add Roman numerals. */
#include <resyn.h>
#include <string.h>

enum { TERMS_MAX = 8, NUMERAL_MAX = 32, LARGEST = 3999 };

struct state {
    int terms;
    int term[TERMS_MAX];
};
RS_NO_WITNESS

static const struct {
    int terms, most;
} levels[] = {{2, 300}, {3, 400}, {4, 500}, {6, 500}, {8, 490}};

static void write_roman(int number, char *out)
{
    static const int values[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    static const char *const signs[] = {"M",  "CM", "D",  "CD", "C",  "XC", "L",
                                        "XL", "X",  "IX", "V",  "IV", "I"};
    out[0] = '\0';
    for (int i = 0; i < 13; i++)
        for (; number >= values[i]; number -= values[i])
            strcat(out, signs[i]);
}

static int sum_of(const state *s)
{
    int sum = 0;
    for (int i = 0; i < s->terms; i++)
        sum += s->term[i];
    return sum;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->terms = levels[level - 1].terms;
    for (int i = 0; i < s->terms; i++)
        s->term[i] = rs_between(random, 14, levels[level - 1].most);
    return sum_of(s) <= LARGEST;
}

void observe(const state *s, rs_text *question)
{
    char numeral[NUMERAL_MAX];
    rs_put_text(question, "Add these numbers, which are written in Roman numerals:");
    for (int i = 0; i < s->terms; i++) {
        write_roman(s->term[i], numeral);
        rs_print(question, " %s", numeral);
    }
    rs_put_text(question,
                ". Write four as IV, nine as IX, forty as XL and so on. Answer with the sum "
                "as a Roman numeral in capital letters.");
}

double verify(const state *s, rs_answer *answer)
{
    char right[NUMERAL_MAX], word[NUMERAL_MAX];
    write_roman(sum_of(s), right);
    rs_read_word(answer, word, sizeof word);
    if (strcmp(word, right) != 0)
        return rs_reject(answer, "another number");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    char right[NUMERAL_MAX];
    write_roman(sum_of(s), right);
    rs_put_text(answer, right);
}

RESYN_ENVIRONMENT(.name = "roman_sum", .category = "arithmetic", .levels = 5,
                  .summary = "Add Roman numerals.", .answer = "a Roman numeral", .score = RS_BINARY,
                  .extract = RS_LAST_LINE)
