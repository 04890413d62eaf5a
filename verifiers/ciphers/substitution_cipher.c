/* SPDX-License-Identifier: Apache-2.0 */
/* substitution_cipher.c: decipher words of a given list under an unknown substitution. */
#include <resyn.h>
#include <string.h>

enum { LETTERS_MAX = 6, LIST_MAX = 40, CIPHER_MAX = 6 };

struct state {
    int phrasing;
    int listed, enciphered;
    char list[LIST_MAX][LETTERS_MAX + 1];
    char cipher[CIPHER_MAX][LETTERS_MAX + 1];
};

struct witness {
    int plain[CIPHER_MAX]; /* indices into the list */
};

static const struct {
    int letters, listed, enciphered;
} levels[] = {{4, 8, 3}, {4, 14, 4}, {5, 20, 4}, {5, 30, 5}, {6, 40, 6}};

static const char *const openings[] = {
    "A secret message was enciphered letter by letter:",
    "These words were written in a simple substitution cipher:",
    "Somebody replaced every letter of some words by another one and got:",
};

static bool is_listed(const state *s, int count, const char *word)
{
    for (int i = 0; i < count; i++)
        if (strcmp(s->list[i], word) == 0)
            return true;
    return false;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    int letters = levels[level - 1].letters;
    s->phrasing = rs_below(random, 3);
    s->listed = levels[level - 1].listed;
    s->enciphered = levels[level - 1].enciphered;
    for (int count = 0; count < s->listed;) {
        const char *word = rs_word(letters, rs_below(random, rs_word_count(letters)));
        if (!is_listed(s, count, word))
            strcpy(s->list[count++], word);
    }
    char key[] = "abcdefghijklmnopqrstuvwxyz";
    rs_shuffle(random, key, 26, 1);
    int order[LIST_MAX];
    for (int i = 0; i < s->listed; i++)
        order[i] = i;
    rs_shuffle(random, order, s->listed, sizeof order[0]);
    for (int i = 0; i < s->enciphered; i++) {
        w->plain[i] = order[i];
        for (int j = 0; j < letters; j++)
            s->cipher[i][j] = key[s->list[order[i]][j] - 'a'];
    }
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_put_text(question, openings[(unsigned)s->phrasing % 3]);
    for (int i = 0; i < s->enciphered; i++)
        rs_print(question, "%s %s", i > 0 ? "," : "", s->cipher[i]);
    rs_put_text(question,
                ".\nEqual letters were replaced by equal letters, different letters by different "
                "letters, the same way in all words; a letter may stand for itself. Each of the "
                "original words is in this list:\n");
    for (int i = 0; i < s->listed; i++)
        rs_print(question, "%s%s", i > 0 ? ", " : "", s->list[i]);
    rs_print(question,
             "\nFind words of the list that can be the original ones; any that agree with one "
             "replacement of letters are right.\nAnswer with the %d original words in the order "
             "of the enciphered ones, separated by spaces, in lower case. (For two longer words an "
             "answer would look like this: example wordings)",
             s->enciphered);
}

double verify(const state *s, rs_answer *answer)
{
    char to_cipher[26] = {0}, to_plain[26] = {0};
    for (int i = 0; i < s->enciphered; i++) {
        char word[LETTERS_MAX + 1];
        rs_read_word(answer, word, sizeof word);
        if (!is_listed(s, s->listed, word))
            return rs_reject(answer, "word %d is not in the list", i + 1);
        for (int j = 0; word[j] != '\0'; j++) {
            char plain = word[j], cipher = s->cipher[i][j];
            char *forth = &to_cipher[plain - 'a'], *back = &to_plain[cipher - 'a'];
            if ((*forth != 0 && *forth != cipher) || (*back != 0 && *back != plain))
                return rs_reject(answer, "in word %d, %c cannot stand for %c", i + 1, cipher,
                                 plain);
            *forth = cipher;
            *back = plain;
        }
    }
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (int i = 0; i < s->enciphered; i++)
        rs_print(answer, "%s%s", i > 0 ? " " : "", s->list[w->plain[i]]);
}

RESYN_ENVIRONMENT(.name = "substitution_cipher", .category = "ciphers", .levels = 5,
                  .summary = "Decipher words of a given list under an unknown substitution.",
                  .answer = "the original words in order, separated by spaces", .score = RS_BINARY)
