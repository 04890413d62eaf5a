/* SPDX-License-Identifier: Apache-2.0 */
/* choice_letter.c: compares the letter of a multiple choice, A to J, with the true one.
 *
 * The ground truth is a letter, "B", or an object: {"letter": "B", "text": "Paris"}, where the text
 * is that of the choice. Right are B, b, (B), [B], B., B), B: and each of them with the choice's
 * text behind it (`B) Paris`). Where the text is given, it must be that text, and the mark between
 * may be missing. Where it is not, any text will do that names no other choice: no other marked
 * letter, like `(C)` or `c.`, and no other capital letter alone (but for the words A and I). */
#include <ctype.h>
#include <resyn.h>
#include <string.h>

enum { LINE_BYTES = 1024, TEXT_BYTES = 512 };

struct state {
    char letter; /* 'A' to 'J' */
    char text[TEXT_BYTES];
};

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'J') || (c >= 'a' && c <= 'j');
}

static bool is_word_part(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static const char *skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return at;
}

/* Reads a letter with its marks; `rest` gets what follows. Returns the capital; 0: there is none.
 * `marked` tells `B) text` from `B text`. */
static char read_letter(const char *line, const char **rest, bool *marked)
{
    char closing = *line == '(' ? ')' : *line == '[' ? ']' : '\0';
    const char *at = closing != '\0' ? skip_blanks(line + 1) : line;
    char letter = *at;
    if (!is_letter(letter) || is_word_part(at[1]))
        return 0;
    at = skip_blanks(at + 1);
    if (closing != '\0' && *at++ != closing)
        return 0;
    *marked = closing != '\0';
    if (*at != '\0' && strchr(").:", *at) != NULL) {
        *marked = true;
        at++;
    }
    *rest = skip_blanks(at);
    return toupper((unsigned char)letter);
}

/* Whether `text` holds, from its start on, a letter that names another choice than `letter`. */
static bool names_another(const char *text, char letter)
{
    for (const char *at = text; *at != '\0'; at++) {
        bool alone = (at == text || !is_word_part(at[-1])) && !is_word_part(at[1]);
        if (!is_letter(*at) || !alone || toupper((unsigned char)*at) == letter)
            continue;
        bool marked = at > text && (at[-1] == '(' || at[-1] == '[');
        marked = marked || at[1] == ')' || at[1] == ']' || at[1] == ':' || at[1] == '.';
        if (marked || (isupper((unsigned char)*at) && *at != 'A' && *at != 'I'))
            return true;
    }
    return false;
}

bool load(state *s, rs_answer *given)
{
    char line[TEXT_BYTES];
    const char *rest = "";
    bool marked;
    if (rs_has_field(given, "letter")) {
        rs_read_line(rs_field(given, "letter"), line, sizeof line);
        if (rs_has_field(given, "text"))
            rs_read_line(rs_field(given, "text"), s->text, sizeof s->text);
    } else {
        rs_read_line(given, line, sizeof line);
        rs_read_end(given);
    }
    s->letter = read_letter(line, &rest, &marked);
    return s->letter != 0 && *rest == '\0';
}

static bool is_text(const state *s, const char *rest)
{
    size_t size = strlen(s->text);
    return strncasecmp(rest, s->text, size) == 0 &&
           (rest[size] == '\0' || strcmp(rest + size, ".") == 0);
}

double verify(const state *s, rs_answer *answer)
{
    char line[LINE_BYTES];
    const char *rest = "";
    bool marked = false;
    rs_read_line(answer, line, sizeof line);
    char letter = read_letter(line, &rest, &marked);
    if (letter == 0)
        return rs_reject(answer, "the answer does not begin with a choice's letter");
    if (letter != s->letter)
        return rs_reject(answer, "another choice");
    if (*rest == '\0')
        return 1;
    if (s->text[0] != '\0' ? !is_text(s, rest) : !marked || names_another(rest, letter))
        return rs_reject(answer, "what follows the letter is not the choice's text");
    return 1;
}

#define PARIS "{\"letter\": \"B\", \"text\": \"Paris\"}"
#define VITAMIN "{\"letter\": \"A\", \"text\": \"Vitamin C\"}"

RESYN_CHECKER(.name = "choice_letter", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares the letter of a multiple choice with the true one.",
              .answer = "a letter from A to J: B, (B), B. or B) with the choice's text behind it",
              .guess_rate = 0.25,
              .examples = {
                  RS_EXAMPLE("B", "B", 1),
                  RS_EXAMPLE("B", "b", 1),
                  RS_EXAMPLE("B", "(B)", 1),
                  RS_EXAMPLE("B", " ( b ) ", 1),
                  RS_EXAMPLE("B", "[B]", 1),
                  RS_EXAMPLE("B", "B.", 1),
                  RS_EXAMPLE("B", "B)", 1),
                  RS_EXAMPLE("B", "B: Paris", 1),
                  RS_EXAMPLE("B", "B) A city in France", 1),
                  RS_EXAMPLE("B", "(B) I would say Paris", 1),
                  RS_EXAMPLE("(b)", "B", 1),
                  RS_EXAMPLE("J", "j.", 1),
                  RS_EXAMPLE("A", "A", 1),
                  RS_EXAMPLE(PARIS, "B", 1),
                  RS_EXAMPLE(PARIS, "B Paris", 1),
                  RS_EXAMPLE(PARIS, "(B) paris.", 1),
                  RS_EXAMPLE(VITAMIN, "A. Vitamin C", 1),
                  RS_EXAMPLE("B", "", 0),
                  RS_EXAMPLE("B", "C", 0),
                  RS_EXAMPLE("B", "(C)", 0),
                  RS_EXAMPLE("B", "BC", 0),
                  RS_EXAMPLE("B", "B or C", 0),
                  RS_EXAMPLE("B", "B, C", 0),
                  RS_EXAMPLE("B", "B/C", 0),
                  RS_EXAMPLE("B", "B) or C)", 0),
                  RS_EXAMPLE("B", "(B) (C)", 0),
                  RS_EXAMPLE("B", "B. or (c)", 0),
                  RS_EXAMPLE("B", "B) no, rather C", 0),
                  RS_EXAMPLE("B", "B\nC", 0),
                  RS_EXAMPLE("B", "(B", 0),
                  RS_EXAMPLE("B", "Bananas", 0),
                  RS_EXAMPLE("A", "A good question", 0),
                  RS_EXAMPLE("A", "Note: All", 0),
                  RS_EXAMPLE("A", "Answer", 0),
                  RS_EXAMPLE("A", "The answer is not given", 0),
                  RS_EXAMPLE("E", "(5)", 0),
                  RS_EXAMPLE("B", "В", 0), /* Cyrillic */
                  RS_EXAMPLE("B", "Bé", 0),
                  RS_EXAMPLE(PARIS, "Paris", 0),
                  RS_EXAMPLE(PARIS, "B) London", 0),
                  RS_EXAMPLE(PARIS, "B) Parish", 0),
                  RS_EXAMPLE(VITAMIN, "A. Vitamin D", 0),
              })
