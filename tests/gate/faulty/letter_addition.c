/* fault: unchecked_rule — two letters may stand for the same digit */
/* SPDX-License-Identifier: Apache-2.0 */
/* letter_addition.c: digits for letters so that an addition of words is right. */
#include <resyn.h>

enum { LENGTH_MAX = 6, LETTERS = 8 };

struct state {
    int length;
    char first[LENGTH_MAX + 1], second[LENGTH_MAX + 1], sum[LENGTH_MAX + 2]; /* 'A' to 'H' */
};

struct witness {
    int digit[LETTERS];
};

static const int levels[] = {3, 4, 4, 5, 6};

static int value_of(const char *word, const int *digit)
{
    int value = 0;
    for (; *word != '\0'; word++)
        value = 10 * value + digit[*word - 'A'];
    return value;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int digits[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, letter_of[10];
    bool seen[LETTERS] = {false};
    rs_shuffle(random, digits, 10, sizeof digits[0]);
    for (int i = 0; i < 10; i++)
        letter_of[i] = -1;
    for (int i = 0; i < LETTERS; i++) {
        w->digit[i] = digits[i];
        letter_of[digits[i]] = i;
    }
    s->length = levels[level - 1];
    for (int i = 0; i < s->length; i++) {
        s->first[i] = 'A' + rs_below(random, LETTERS);
        s->second[i] = 'A' + rs_below(random, LETTERS);
    }
    int sum = value_of(s->first, w->digit) + value_of(s->second, w->digit), size = 0;
    char reversed[LENGTH_MAX + 2];
    for (; sum > 0; sum /= 10) {
        if (letter_of[sum % 10] < 0)
            return false;
        reversed[size++] = 'A' + letter_of[sum % 10];
    }
    for (int i = 0; i < size; i++)
        s->sum[i] = reversed[size - 1 - i];
    for (int i = 0; i < s->length; i++)
        seen[s->first[i] - 'A'] = seen[s->second[i] - 'A'] = true;
    for (int i = 0; i < size; i++)
        seen[s->sum[i] - 'A'] = true;
    int kinds = 0;
    for (int i = 0; i < LETTERS; i++)
        kinds += seen[i];
    return kinds >= 5 && w->digit[s->first[0] - 'A'] > 0 && w->digit[s->second[0] - 'A'] > 0;
}

void observe(const state *s, rs_text *question)
{
    rs_print(
        question,
        "Replace the letters A to %c by digits so that the addition %s + %s = %s is right. The "
        "same letter always stands for the same digit, different letters stand for different "
        "digits, and no number begins with 0. Answer with %d digits separated by spaces: for "
        "A, B, C and so on, also for letters that do not occur.",
        'A' + LETTERS - 1, s->first, s->second, s->sum, LETTERS);
}

double verify(const state *s, rs_answer *answer)
{
    int digit[LETTERS];
    if (rs_read_ints(answer, digit, LETTERS, 0, 9) != LETTERS)
        return rs_reject(answer, "there must be %d digits", LETTERS);
    if (digit[s->first[0] - 'A'] == 0 || digit[s->second[0] - 'A'] == 0 ||
        digit[s->sum[0] - 'A'] == 0)
        return rs_reject(answer, "a number begins with 0");
    if (value_of(s->first, digit) + value_of(s->second, digit) != value_of(s->sum, digit))
        return rs_reject(answer, "the addition is wrong");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < LETTERS; i++)
        rs_print(answer, "%d ", w->digit[i]);
}

RESYN_ENVIRONMENT(.name = "letter_addition", .category = "arithmetic", .levels = 5,
                  .summary = "Find digits for letters so that an addition is right.",
                  .answer = "eight digits, separated by spaces", .score = RS_BINARY)
