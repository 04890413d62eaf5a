/* SPDX-License-Identifier: Apache-2.0 */
/* field.c: named parts of an answer; see resyn.h. The first question for a field reads all of them
 * into a fixed table, so that no answer, however long, is read more than once.
 *
 * In text a field is a line `name = value` or `name: value`. A name starts with a letter or an
 * underscore and is what stands before the first = or :. A semicolon ends the field where another
 * name follows on the line, or nothing; so a value may hold semicolons between its tokens. */
#include <string.h>

#include "lib/runtime/answer.h"
#include "lib/runtime/offered.h"

static const char *const problem_count = "fewer named parts";

const char *add_field(rs_answer *parent, const char *name, size_t name_size, const char *text,
                      size_t size)
{
    struct answer *answer = parent->answer;
    if (answer->field_count >= ANSWER_FIELDS_MAX)
        return problem_count;
    answer->fields[answer->field_count++] = (rs_answer){.answer = answer,
                                                        .text = text,
                                                        .size = size,
                                                        .parent = parent,
                                                        .name = name,
                                                        .name_size = name_size};
    return NULL;
}

static size_t find_semicolon(const rs_answer *answer, size_t at, size_t end)
{
    if (at < end && answer->text[at] == ';')
        return at;
    const char *found = at < end ? memchr(answer->text + at, ';', end - at) : NULL;
    return found ? (size_t)(found - answer->text) : end;
}

static size_t trim_end(const rs_answer *answer, size_t start, size_t end)
{
    while (end > start && is_space(answer->text[end - 1]))
        end--;
    return end;
}

static bool ends_name(char byte)
{
    return byte == '=' || byte == ':' || byte == ';';
}

/* The = or : behind a name that starts at `at`, white space aside; `end` where there is none. */
static size_t name_separator(const rs_answer *answer, size_t at, size_t end)
{
    char first = byte_at(answer, at);
    if (at >= end || !is_word_byte(first) || offer_isdigit((unsigned char)first))
        return end;
    size_t separator = at;
    while (separator < end && !ends_name(answer->text[separator]))
        separator++;
    bool found = separator < end && answer->text[separator] != ';' &&
                 trim_end(answer, at, separator) - at <= FIELD_NAME_MAX;
    return found ? separator : end;
}

static size_t skip_blanks(const rs_answer *answer, size_t at, size_t end)
{
    while (at < end && is_space(answer->text[at]))
        at++;
    return at;
}

/* Where the value at `at` ends: at the end of the line, or at a semicolon behind which the line is
 * blank or goes on with another name. */
static size_t value_end(const rs_answer *answer, size_t at, size_t end)
{
    for (;;) {
        size_t semicolon = find_semicolon(answer, at, end);
        size_t next = skip_blanks(answer, semicolon < end ? semicolon + 1 : end, end);
        if (next >= end || name_separator(answer, next, end) < end)
            return semicolon;
        at = semicolon + 1;
    }
}

static const char *index_line(rs_answer *parent, size_t at, size_t end)
{
    while ((at = skip_blanks(parent, at, end)) < end) {
        size_t separator = name_separator(parent, at, end);
        if (separator >= end) {
            parent->loose = true;
            at = find_semicolon(parent, at, end) + 1;
            continue;
        }
        size_t value = skip_blanks(parent, separator + 1, end);
        size_t stop = value_end(parent, value, end);
        const char *problem =
            add_field(parent, parent->text + at, trim_end(parent, at, separator) - at,
                      parent->text + value, trim_end(parent, value, stop) - value);
        if (problem)
            return problem;
        at = stop + 1;
    }
    return NULL;
}

static const char *index_lines(rs_answer *parent)
{
    size_t at = parent->at;
    while (at < parent->size) {
        const char *newline = memchr(parent->text + at, '\n', parent->size - at);
        size_t end = newline ? (size_t)(newline - parent->text) : parent->size;
        const char *problem = index_line(parent, at, end);
        if (problem)
            return problem;
        at = end + 1;
    }
    parent->fields_end = parent->size;
    return NULL;
}

static void index_fields(rs_answer *parent)
{
    if (parent->indexed)
        return;
    parent->indexed = true;
    bool object = byte_at(parent, skip_space(parent, parent->at)) == '{';
    parent->problem = object ? index_object(parent) : index_lines(parent);
}

/* The first field of that name; `count` says how many there are. */
static rs_answer *find_field(const rs_answer *parent, const char *name, int *count)
{
    struct answer *answer = parent->answer;
    rs_answer *found = NULL;
    size_t size = strlen(name);
    *count = 0;
    for (unsigned i = 0; i < answer->field_count && i < ANSWER_FIELDS_MAX; i++) {
        rs_answer *field = &answer->fields[i];
        if (field->parent != parent || field->name_size != size ||
            memcmp(field->name, name, size) != 0)
            continue;
        if (!found)
            found = field;
        ++*count;
    }
    return found;
}

bool rs_has_field(rs_answer *parent, const char *name)
{
    int count;
    if (parent->answer->refused)
        return false;
    index_fields(parent);
    return !parent->problem && find_field(parent, name, &count);
}

rs_answer *rs_field(rs_answer *parent, const char *name)
{
    int count;
    if (parent->answer->refused)
        return &parent->answer->nothing;
    index_fields(parent);
    if (parent->problem) {
        refuse_expected(parent, "%s", parent->problem);
        return &parent->answer->nothing;
    }
    if (!parent->fielded) {
        parent->fielded = true;
        parent->at = parent->fields_end;
    }
    rs_answer *field = find_field(parent, name, &count);
    if (!field || count > 1) {
        refuse(parent,
               field ? "\"%.63s\" is given more than once" : "expected a part named \"%.63s\"",
               name);
        return &parent->answer->nothing;
    }
    field->asked = true;
    return field;
}
