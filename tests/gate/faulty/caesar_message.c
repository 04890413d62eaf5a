/* fault: prefix_match — strncmp over the answer's length: any beginning of the message passes */
/* SPDX-License-Identifier: Apache-2.0 */
/* caesar_message.c: decipher a message whose letters were shifted by a known number. */
#include <resyn.h>
#include <string.h>

enum { MESSAGE_MAX = 100 };

struct state {
    int shift;
    char cipher[MESSAGE_MAX + 1];
};
RS_NO_WITNESS

static const int levels[] = {3, 4, 6, 8, 10};

static char shifted(char letter, int shift)
{
    if (letter < 'a' || letter > 'z')
        return letter;
    return 'a' + (letter - 'a' + shift + 26) % 26;
}

bool generate(state *s, witness *w, rs_random *random, int level)
{
    s->shift = rs_between(random, 2, 24);
    for (int i = 0; i < levels[level - 1]; i++) {
        int length = rs_between(random, 3, 8);
        int pick = rs_below(random, rs_word_count(length));
        if (i > 0)
            strcat(s->cipher, " ");
        strcat(s->cipher, rs_word(length, pick));
    }
    for (char *at = s->cipher; *at != '\0'; at++)
        *at = shifted(*at, s->shift);
    return true;
}

void observe(const state *s, rs_text *question)
{
    rs_print(question,
             "A message in lower case was enciphered: each letter was replaced by the one %d "
             "places further in the alphabet (after z comes a again). The result is:\n%s\nAnswer "
             "with the original message: all its words, separated by single spaces.",
             s->shift, s->cipher);
}

double verify(const state *s, rs_answer *answer)
{
    char line[MESSAGE_MAX + 1];
    rs_read_line(answer, line, sizeof line);
    for (char *at = line; *at != '\0'; at++)
        *at = shifted(*at, s->shift);
    if (strncmp(line, s->cipher, strlen(line)) != 0)
        return rs_reject(answer, "this does not give the enciphered message");
    return 1;
}

void solve(const state *s, const witness *w, rs_text *answer)
{
    for (const char *at = s->cipher; *at != '\0'; at++)
        rs_print(answer, "%c", shifted(*at, -s->shift));
}

RESYN_ENVIRONMENT(.name = "caesar_message", .category = "ciphers", .levels = 5,
                  .summary = "Decipher a message that was shifted along the alphabet.",
                  .answer = "the original words, separated by spaces", .score = RS_BINARY)
