/* SPDX-License-Identifier: Apache-2.0 */
/* exact_match.c: compares a text with the true one after a normalisation that is all stated here.
 *
 * The ground truth is a text, or an object: {"value": "…", "case": "kept"}, which a text must be
 * where one of its lines begins with `value:` or `value =`. Both texts are
 * normalised, again and again until nothing changes, thus:
 *   1. each run of white space (line ends too) becomes one space; none at the ends
 *   2. A to Z become a to z, unless the case is to be kept; other alphabets are left alone
 *   3. one pair of quotes or brackets around the whole goes: "…" '…' `…` (…) […] {…}
 *   4. a final . , ; or : goes, and a final ! or ? behind two letters (10! and n! keep theirs)
 * Nothing else: signs, symbols, accents and inner punctuation count, and the texts must then be the
 * same bytes. */
#include <ctype.h>
#include <resyn.h>
#include <string.h>

enum { TEXT_BYTES = 4096 };

struct state {
    int case_kept; /* 0 or 1 */
    char text[TEXT_BYTES];
};

/* Reads all lines, joined by spaces, white space normalised; false where that is too long. */
static bool read_text(rs_answer *answer, char *text)
{
    char line[TEXT_BYTES];
    size_t size = 0;
    while (!rs_at_end(answer) && !rs_refused(answer)) {
        rs_read_line(answer, line, sizeof line);
        for (const char *at = line; *at != '\0'; at++) {
            bool blank = isspace((unsigned char)*at);
            if (blank && (size == 0 || text[size - 1] == ' '))
                continue;
            if (size + 2 >= TEXT_BYTES)
                return false;
            text[size++] = blank ? ' ' : *at;
        }
        if (size > 0 && text[size - 1] != ' ')
            text[size++] = ' ';
    }
    if (size > 0 && text[size - 1] == ' ')
        size--;
    text[size] = '\0';
    return !rs_refused(answer);
}

/* Whether the first and the last character are a pair that encloses the whole: not (a) or (b). */
static bool is_enclosed(const char *text, size_t size)
{
    static const char openers[] = "\"'`([{", closers[] = "\"'`)]}";
    const char *opener = size < 2 ? NULL : strchr(openers, text[0]);
    if (opener == NULL || text[size - 1] != closers[opener - openers])
        return false;
    for (size_t i = 1; i < size - 1; i++)
        if (text[i] == *opener || text[i] == text[size - 1])
            return false;
    return true;
}

static bool has_final_mark(const char *text, size_t size)
{
    if (size == 0)
        return false;
    if (strchr(".,;:", text[size - 1]) != NULL)
        return true;
    return size >= 3 && strchr("!?", text[size - 1]) != NULL &&
           isalpha((unsigned char)text[size - 2]) && isalpha((unsigned char)text[size - 3]);
}

static void normalise(char *text, bool case_kept)
{
    size_t start = 0, size = strlen(text);
    for (;;) {
        while (size > 0 && text[start] == ' ') {
            start++;
            size--;
        }
        while (size > 0 && text[start + size - 1] == ' ')
            size--;
        if (is_enclosed(text + start, size)) {
            start++;
            size -= 2;
        } else if (has_final_mark(text + start, size)) {
            size--;
        } else {
            break;
        }
    }
    memmove(text, text + start, size);
    memset(text + size, 0, TEXT_BYTES - size);
    for (size_t i = 0; i < size && !case_kept; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            text[i] += 'a' - 'A';
}

bool load(state *s, rs_answer *given)
{
    static const char *const cases[] = {"ignored", "kept"};
    rs_answer *value = given;
    if (rs_has_field(given, "value")) {
        value = rs_field(given, "value");
        if (rs_has_field(given, "case"))
            s->case_kept = rs_read_choice(rs_field(given, "case"), cases, 2);
    }
    if (!read_text(value, s->text))
        return false;
    normalise(s->text, s->case_kept);
    return s->text[0] != '\0';
}

double verify(const state *s, rs_answer *answer)
{
    char text[TEXT_BYTES];
    if (!read_text(answer, text))
        return rs_reject(answer, "the text is too long");
    normalise(text, s->case_kept);
    if (strcmp(text, s->text) != 0)
        return rs_reject(answer, "another text");
    return 1;
}

#define KEPT "{\"value\": \"NaCl\", \"case\": \"kept\"}"

RESYN_CHECKER(.name = "exact_match", .category = "checkers", .score = RS_BINARY,
              .summary = "Compares a text with the true one after a stated normalisation.",
              .answer =
                  "the text; case, runs of white space and surrounding punctuation are ignored",
              .examples = {
                  RS_EXAMPLE("New York", "New York", 1),
                  RS_EXAMPLE("New York", "new york", 1),
                  RS_EXAMPLE("New York", "  New \t York\n", 1),
                  RS_EXAMPLE("New York", "New\nYork", 1),
                  RS_EXAMPLE("New York", "New York.", 1),
                  RS_EXAMPLE("New York", "\"New York\"", 1),
                  RS_EXAMPLE("New York", "(\"New York.\")", 1),
                  RS_EXAMPLE("New York", "NEW YORK!", 1),
                  RS_EXAMPLE("\"New York.\"", "New York", 1),
                  RS_EXAMPLE("(a) or (b)", "(A) or (B)", 1),
                  RS_EXAMPLE("C++", "c++", 1),
                  RS_EXAMPLE("10!", "10!", 1),
                  RS_EXAMPLE("Zürich", "zürich", 1),
                  RS_EXAMPLE(KEPT, "NaCl.", 1),
                  RS_EXAMPLE("{\"value\": \"yes\"}", "Yes", 1),
                  RS_EXAMPLE("New York", "", 0),
                  RS_EXAMPLE("New York", "New", 0),
                  RS_EXAMPLE("New York", "NewYork", 0),
                  RS_EXAMPLE("New York", "New York City", 0),
                  RS_EXAMPLE("New York", "New York or Boston", 0),
                  RS_EXAMPLE("New York", "New-York", 0),
                  RS_EXAMPLE("New York", "It is New York", 0),
                  RS_EXAMPLE("New York", "New York\nBoston", 0),
                  RS_EXAMPLE("(a) or (b)", "a) or (b", 0),
                  RS_EXAMPLE("C++", "C", 0),
                  RS_EXAMPLE("C#", "C", 0),
                  RS_EXAMPLE("5", "-5", 0),
                  RS_EXAMPLE("5", ".5", 0),
                  RS_EXAMPLE("10!", "10", 0),
                  RS_EXAMPLE("no", "unknown", 0),
                  RS_EXAMPLE("yes", "(e)", 0),
                  RS_EXAMPLE("Zürich", "Zurich", 0),
                  RS_EXAMPLE("Zürich", "ZÜRICH", 0),
                  RS_EXAMPLE(KEPT, "nacl", 0),
              })
