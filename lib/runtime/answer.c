/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c: the life of an answer, from init to finish, and why it is refused; see answer.h. */
#include "lib/runtime/answer.h"

#include <string.h>

#include "lib/base/utf8.h"
#include "lib/runtime/format.h"

size_t answer_bytes(void)
{
    return sizeof(struct answer);
}

static void node_init(rs_answer *node, struct answer *answer, const char *text, size_t size)
{
    *node = (rs_answer){.answer = answer, .text = text, .size = size};
}

/* Nearly all answers are ASCII; eight bytes at a time are looked at for that. */
static size_t skip_ascii(const char *text, size_t size)
{
    size_t at = 0;
    for (; size - at >= 8; at += 8) {
        uint64_t bytes;
        memcpy(&bytes, text + at, sizeof bytes);
        if (bytes & 0x8080808080808080u)
            break;
    }
    return at;
}

rs_answer *answer_init(void *memory, const char *text, size_t size)
{
    struct answer *answer = memory;
    memory_clear(memory, offsetof(struct answer, fields));
    answer->unescaped_size = 0;
    node_init(&answer->whole, answer, text, size);
    node_init(&answer->nothing, answer, "", 0);
    size_t ascii = skip_ascii(text, size);
    if (!utf8_valid(text + ascii, size - ascii))
        refuse(&answer->whole, "the answer is not valid UTF-8");
    else if (size && memchr(text, 0, size))
        refuse(&answer->whole, "the answer holds a NUL byte");
    return &answer->whole;
}

static bool blank_from(const rs_answer *node, size_t at)
{
    return skip_space(node, at) >= node->size;
}

static bool node_unread(const rs_answer *node)
{
    return (node->fielded && node->loose) || !blank_from(node, node->at);
}

static bool text_unread(const struct answer *answer)
{
    bool unread = node_unread(&answer->whole);
    for (unsigned i = 0; i < answer->field_count && i < ANSWER_FIELDS_MAX; i++) {
        const rs_answer *field = &answer->fields[i];
        if (field->parent->fielded)
            unread |= !field->asked || node_unread(field);
    }
    return unread;
}

void answer_finish(rs_answer *node, struct answer_result *result)
{
    struct answer *answer = node->answer;
    result->refused = answer->refused;
    result->rejected = answer->rejected;
    result->unread = text_unread(answer);
    result->reason_size = answer->reason_size < REASON_MAX ? answer->reason_size : REASON_MAX - 1;
    memcpy(result->reason, answer->reason, REASON_MAX);
    result->reason[result->reason_size] = 0;
    memcpy(result->metrics, answer->metrics, sizeof result->metrics);
    /* The next call must not find the strings of this one, nor where its fields were. */
    size_t used = answer->unescaped_size, fields = answer->field_count;
    memset(answer->unescaped, 0, used < UNESCAPED_MAX ? used : UNESCAPED_MAX);
    memset(answer->fields, 0,
           (fields < ANSWER_FIELDS_MAX ? fields : ANSWER_FIELDS_MAX) * sizeof *answer->fields);
}

/* Control characters, and those that hide or reorder the text around them. */
static bool unprintable(const unsigned char *byte, size_t length)
{
    if (length == 1)
        return byte[0] < 0x20 || byte[0] == 0x7f;
    if (length == 2)
        return (byte[0] == 0xc2 && byte[1] < 0xa0) || (byte[0] == 0xd8 && byte[1] == 0x9c);
    if (length != 3)
        return false;
    unsigned code = (byte[0] & 0x0fu) << 12 | (byte[1] & 0x3fu) << 6 | (byte[2] & 0x3fu);
    return (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

/* Makes the text printable UTF-8, in place; it never grows. Returns its size. */
static size_t make_printable(char *text, size_t size)
{
    size_t out = 0;
    for (size_t i = 0; i < size;) {
        size_t length = utf8_length(text + i, size - i);
        if (!length && size - i < 4 && size == REASON_MAX - 1)
            break; /* a character that was cut off at the end */
        if (!length || unprintable((const unsigned char *)text + i, length)) {
            text[out++] = text[i] == '\n' || text[i] == '\t' ? ' ' : '?';
            i += length ? length : 1;
            continue;
        }
        memmove(text + out, text + i, length);
        out += length;
        i += length;
    }
    return out;
}

static void keep_reason(struct answer *answer, const struct sink *sink)
{
    size_t size = sink->size < REASON_MAX - 1 ? sink->size : REASON_MAX - 1;
    size = make_printable(answer->reason, size);
    answer->reason[size] = 0;
    answer->reason_size = (unsigned)size;
}

static struct sink open_reason(struct answer *answer)
{
    return (struct sink){.data = answer->reason, .room = REASON_MAX - 1};
}

static void name_field(struct sink *sink, const rs_answer *node)
{
    if (node->parent)
        format(sink, "field \"%.*s\": ", (int)node->name_size, node->name);
}

static void show_found(struct sink *sink, const rs_answer *node)
{
    size_t start = skip_space(node, node->at);
    if (start >= node->size) {
        format(sink, "found the end of the %s", node->parent ? "field" : "answer");
        return;
    }
    size_t size = 0;
    while (start + size < node->size && !is_space(node->text[start + size]) && size <= FOUND_MAX)
        size++;
    size_t shown = utf8_cut(node->text + start, size, FOUND_MAX);
    format(sink, "found \"%.*s%s\"", (int)shown, node->text + start, size > shown ? "…" : "");
}

void refuse(rs_answer *node, const char *pattern, ...)
{
    struct answer *answer = node->answer;
    bool first = !answer->refused && !answer->rejected;
    answer->refused = true;
    if (!first)
        return;
    struct sink sink = open_reason(answer);
    va_list arguments;
    name_field(&sink, node);
    va_start(arguments, pattern);
    format_list(&sink, "refuse", pattern, arguments);
    va_end(arguments);
    keep_reason(answer, &sink);
}

void refuse_expected(rs_answer *node, const char *pattern, ...)
{
    struct answer *answer = node->answer;
    bool first = !answer->refused && !answer->rejected;
    answer->refused = true;
    if (!first)
        return;
    struct sink sink = open_reason(answer);
    va_list arguments;
    name_field(&sink, node);
    format(&sink, "expected ");
    va_start(arguments, pattern);
    format_list(&sink, "refuse", pattern, arguments);
    va_end(arguments);
    format(&sink, ", ");
    show_found(&sink, node);
    keep_reason(answer, &sink);
}

bool rs_refused(const rs_answer *node)
{
    return node->answer->refused;
}

double rs_reject(rs_answer *node, const char *pattern, ...)
{
    struct answer *answer = node->answer;
    bool first = !answer->refused && !answer->rejected;
    answer->rejected = true;
    if (!first)
        return 0;
    struct sink sink = open_reason(answer);
    va_list arguments;
    va_start(arguments, pattern);
    format_list(&sink, "rs_reject", pattern, arguments);
    va_end(arguments);
    keep_reason(answer, &sink);
    return 0;
}

void rs_metric(rs_answer *node, int index, double value)
{
    if (index >= 0 && index < RS_METRICS_MAX && value - value == 0)
        node->answer->metrics[index] = value;
}
