/* sound: word list: thousands of right answers, any English words that fit */
/* SPDX-License-Identifier: Apache-2.0 */
/* acrostic.c: words whose first letters spell a word. */
#include <resyn.h>
#include <string.h>

enum { LETTERS_MAX = 8 };

struct state {
    char word[LETTERS_MAX + 1];
    int length[LETTERS_MAX]; /* of each word */
    char banned;             /* a letter that must not occur behind the first one */
};

struct witness {
    char word[LETTERS_MAX][LETTERS_MAX + 1];
};

static const int levels[] = {3, 4, 5, 6, 8};

static bool fits(const state *s, int i, const char *word)
{
    return (int)strlen(word) == s->length[i] && word[0] == s->word[i] && rs_is_word(word) &&
           strchr(word + 1, s->banned) == NULL;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int letters = levels[level - 1];
    int pick = rs_below(random, rs_word_count(letters));
    strcpy(s->word, rs_word(letters, pick));
    s->banned = "aeiorst"[rs_below(random, 7)];
    for (int i = 0; i < letters; i++) {
        s->length[i] = rs_between(random, 4, 7);
        int count = rs_word_count(s->length[i]);
        int at = rs_below(random, count), tries = 0;
        while (!fits(s, i, rs_word(s->length[i], at))) {
            at = (at + 1) % count;
            if (++tries == count)
                return false;
        }
        strcpy(w->word[i], rs_word(s->length[i], at));
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "Find one English word for each letter of \"%s\" such that it begins with that letter "
             "and has as many letters as wanted:\n",
             s->word);
    for (int i = 0; s->word[i] != '\0'; i++)
        rs_print(question, "%c: %d letters\n", s->word[i], s->length[i]);
    rs_print(
        question,
        "The letter %c must not occur in any of the words except as its first letter. Words in "
        "lower case of the list american-english of Debian count. Answer with the words in "
        "order, separated by spaces.",
        s->banned);
}

double verify(const state *s, rs_answer *answer)
{
    for (int i = 0; s->word[i] != '\0'; i++) {
        char word[LETTERS_MAX + 1];
        rs_read_word(answer, word, sizeof word);
        if (word[0] == '\0' || !fits(s, i, word))
            return rs_reject(answer, "word %d does not fit", i + 1);
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; s->word[i] != '\0'; i++)
        rs_print(answer, "%s ", w->word[i]);
}

RESYN_ENVIRONMENT(.name = "acrostic", .category = "strings", .levels = 5,
                  .summary = "Find words whose first letters spell a word.",
                  .answer = "one word for each letter, separated by spaces", .score = RS_BINARY)
