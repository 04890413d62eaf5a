/* SPDX-License-Identifier: Apache-2.0 */
/* json.c: the members of a JSON object within an answer, as fields; see answer.h. One pass, no
 * recursion. A member that is a string becomes the text within its quotes, any other its own text,
 * of which only the nesting is checked here: the reader that reads it is the judge of the rest. */
#include <string.h>

#include "lib/runtime/answer.h"
#include "lib/runtime/offered.h"

enum { DEPTH_MAX = 64 }; /* of nested arrays and objects: one bit each */

static const char *const problem_object = "a JSON object that is well formed";
static const char *const problem_string = "a JSON string that is well formed";
static const char *const problem_depth = "a JSON object with less nesting";
static const char *const problem_room = "shorter JSON strings";

/* The index of the quote that ends the string whose opening quote is at `at`; 0: none. */
static size_t string_end(const rs_answer *answer, size_t at, bool *escapes)
{
    *escapes = false;
    for (at++; at < answer->size; at++) {
        if (answer->text[at] == '"')
            return at;
        if (answer->text[at] == '\\') {
            *escapes = true;
            at++;
        }
    }
    return 0;
}

/* Four hexadecimal digits at `text`. −1: there are none. */
static int read_code(const char *text, const char *end)
{
    int code = 0;
    if (end - text < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        if (!offer_isxdigit((unsigned char)text[i]))
            return -1;
        int digit = offer_isdigit(text[i]) ? text[i] - '0' : offer_tolower(text[i]) - 'a' + 10;
        code = code * 16 + digit;
    }
    return code;
}

static char *put_utf8(char *out, unsigned code)
{
    if (code < 0x80) {
        *out++ = (char)code;
    } else if (code < 0x800) {
        *out++ = (char)(0xc0 | code >> 6);
        *out++ = (char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *out++ = (char)(0xe0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
        *out++ = (char)(0x80 | (code & 0x3f));
    } else {
        *out++ = (char)(0xf0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3f));
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
        *out++ = (char)(0x80 | (code & 0x3f));
    }
    return out;
}

/* Reads the escape behind the backslash at `at`, which is moved on. NULL where it is none, a NUL or
 * half of a surrogate pair. What it writes is never longer than what it reads. */
static char *unescape_one(const char **at, const char *end, char *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *text = *at + 1;
    const char *simple = text < end && *text ? strchr(from, *text) : NULL;
    if (simple) {
        *out++ = to[simple - from];
        *at = text + 1;
        return out;
    }
    int code = text < end && *text == 'u' ? read_code(text + 1, end) : -1;
    if (code <= 0)
        return NULL;
    *at = text + 5;
    if (code >= 0xd800 && code < 0xdc00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
        int low = read_code(*at + 2, end);
        if (low < 0xdc00 || low >= 0xe000)
            return NULL;
        *at += 6;
        return put_utf8(out,
                        0x10000 + ((unsigned)(code - 0xd800) << 10) + (unsigned)(low - 0xdc00));
    }
    if (code >= 0xd800 && code < 0xe000)
        return NULL;
    return put_utf8(out, (unsigned)code);
}

static const char *unescape(struct answer *answer, const char **text, size_t *size)
{
    if (*size > UNESCAPED_MAX - answer->unescaped_size)
        return problem_room;
    char *start = answer->unescaped + answer->unescaped_size, *out = start;
    const char *at = *text, *end = *text + *size;
    while (at < end) {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        out = unescape_one(&at, end, out);
        if (!out)
            return problem_string;
    }
    *text = start;
    *size = (size_t)(out - start);
    answer->unescaped_size += *size;
    return NULL;
}

/* The string at `*at`, which is moved behind it. */
static const char *take_string(rs_answer *answer, size_t *at, const char **text, size_t *size)
{
    bool escapes;
    size_t end = byte_at(answer, *at) == '"' ? string_end(answer, *at, &escapes) : 0;
    if (!end)
        return problem_string;
    *text = answer->text + *at + 1;
    *size = end - *at - 1;
    *at = end + 1;
    return escapes ? unescape(answer->answer, text, size) : NULL;
}

/* Goes behind the array or object at `*at`. */
static const char *skip_nested(const rs_answer *answer, size_t *at)
{
    uint64_t objects = 0; /* bit 0: the innermost is an object */
    int depth = 0;
    bool escapes;
    for (; *at < answer->size; ++*at) {
        char byte = answer->text[*at];
        if (byte == '"') {
            size_t end = string_end(answer, *at, &escapes);
            if (!end)
                return problem_string;
            *at = end;
        } else if (byte == '[' || byte == '{') {
            if (depth++ == DEPTH_MAX)
                return problem_depth;
            objects = objects << 1 | (byte == '{');
        } else if (byte == ']' || byte == '}') {
            if ((objects & 1) != (byte == '}'))
                return problem_object;
            objects >>= 1;
            if (--depth == 0) {
                ++*at;
                return NULL;
            }
        }
    }
    return problem_object;
}

/* Number, true, false or null: what a reader will be given to judge. */
static size_t skip_scalar(const rs_answer *answer, size_t at)
{
    while (at < answer->size && (is_word_byte(answer->text[at]) || answer->text[at] == '+' ||
                                 answer->text[at] == '-' || answer->text[at] == '.'))
        at++;
    return at;
}

static const char *take_value(rs_answer *answer, size_t *at, const char **text, size_t *size)
{
    size_t start = *at;
    const char *problem = NULL;
    char first = byte_at(answer, start);
    if (first == '"')
        return take_string(answer, at, text, size);
    if (first == '[' || first == '{')
        problem = skip_nested(answer, at);
    else
        *at = skip_scalar(answer, *at);
    *text = answer->text + start;
    *size = *at - start;
    return *size ? problem : problem_object;
}

static const char *take_member(rs_answer *answer, size_t *at)
{
    const char *name, *text;
    size_t name_size, size;
    const char *problem = take_string(answer, at, &name, &name_size);
    if (problem)
        return problem;
    *at = skip_space(answer, *at);
    if (byte_at(answer, *at) != ':')
        return problem_object;
    *at = skip_space(answer, *at + 1);
    problem = take_value(answer, at, &text, &size);
    if (problem)
        return problem;
    *at = skip_space(answer, *at);
    return add_field(answer, name, name_size, text, size);
}

const char *index_object(rs_answer *parent)
{
    size_t at = skip_space(parent, skip_space(parent, parent->at) + 1);
    bool more = byte_at(parent, at) != '}';
    while (more) {
        const char *problem = take_member(parent, &at);
        if (problem)
            return problem;
        more = byte_at(parent, at) == ',';
        if (more)
            at = skip_space(parent, at + 1);
    }
    if (byte_at(parent, at) != '}')
        return problem_object;
    parent->fields_end = at + 1;
    return NULL;
}
