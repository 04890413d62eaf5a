/* SPDX-License-Identifier: Apache-2.0 */
/* clean.c: takes off what people wrap around an answer; see extract.h. Each wrapping is removed at
 * most once, so the text is gone over a fixed number of times. */
#include "lib/runtime/extract.h"

#include <string.h>

#include "lib/runtime/offered.h"

static bool space_at(struct span span, size_t at)
{
    return offer_isspace((unsigned char)span.text[at]);
}

struct span span_trim(struct span span)
{
    while (span.size && space_at(span, span.size - 1))
        span.size--;
    while (span.size && space_at(span, 0)) {
        span.text++;
        span.size--;
    }
    return span;
}

bool span_blank(struct span span)
{
    return span_trim(span).size == 0;
}

static bool contains(struct span span, const char *token)
{
    return span.size && memmem(span.text, span.size, token, strlen(token)) != NULL;
}

/* Removes `open` in front and `close` behind, where neither occurs in between. */
static bool unwrap(struct span *span, const char *open, const char *close)
{
    if (!span->size || *span->text != *open)
        return false; /* as nearly always */
    size_t before = strlen(open), behind = strlen(close);
    if (span->size < before + behind || memcmp(span->text, open, before) != 0 ||
        memcmp(span->text + span->size - behind, close, behind) != 0)
        return false;
    struct span inner = {span->text + before, span->size - before - behind};
    if (contains(inner, open) || contains(inner, close))
        return false;
    *span = inner;
    return true;
}

/* The first line of a fence names a language, or nothing. */
static bool unwrap_fence(struct span *span)
{
    if (!unwrap(span, "```", "```"))
        return unwrap(span, "`", "`");
    size_t end = 0;
    while (end < span->size && !space_at(*span, end))
        end++;
    size_t name = end;
    while (end < span->size && span->text[end] != '\n' && space_at(*span, end))
        end++;
    bool has_lines = end < span->size && span->text[end] == '\n' &&
                     (name == 0 || offer_isalpha((unsigned char)span->text[0]));
    for (size_t i = 0; i < name; i++)
        has_lines &= offer_isalnum((unsigned char)span->text[i]) || strchr("_+-.#", span->text[i]);
    if (has_lines) {
        span->text += end;
        span->size -= end;
    }
    return true;
}

static bool unwrap_mathematics(struct span *span)
{
    return unwrap(span, "$$", "$$") || unwrap(span, "$", "$") || unwrap(span, "\\(", "\\)") ||
           unwrap(span, "\\[", "\\]");
}

static bool unwrap_bold(struct span *span)
{
    return unwrap(span, "**", "**");
}

/* Removes a command and its braces, where its closing brace is the last byte. */
static bool unwrap_command(struct span *span, const char *command)
{
    if (!span->size || *span->text != *command)
        return false;
    size_t start = strlen(command), depth = 1;
    if (span->size <= start || memcmp(span->text, command, start) != 0)
        return false;
    for (size_t at = start; at < span->size; at++) {
        char byte = span->text[at];
        if (byte == '\\')
            at++;
        else if (byte == '{')
            depth++;
        else if (byte == '}' && --depth == 0) {
            if (at != span->size - 1)
                return false;
            *span = (struct span){span->text + start, at - start};
            return true;
        }
    }
    return false;
}

static bool unwrap_text(struct span *span)
{
    return unwrap_command(span, "\\text{");
}

static bool unwrap_box(struct span *span)
{
    return unwrap_command(span, "\\boxed{");
}

static bool remove_full_stop(struct span *span)
{
    size_t last = span->size - 1;
    if (span->size < 2 || span->text[last] != '.' || span->text[last - 1] == '.' ||
        memchr(span->text, '\n', span->size))
        return false;
    span->size--;
    return true;
}

struct span span_clean(struct span span)
{
    static bool (*const removals[])(struct span *) = {
        unwrap_fence, unwrap_mathematics, unwrap_bold, unwrap_text, unwrap_box, remove_full_stop};
    enum { REMOVALS = sizeof removals / sizeof *removals };
    bool done[REMOVALS] = {false}, changed = true;
    while (changed) {
        changed = false;
        span = span_trim(span);
        for (int i = 0; i < REMOVALS && span.size && !changed; i++)
            if (!done[i])
                changed = done[i] = removals[i](&span);
    }
    return span;
}
