/* SPDX-License-Identifier: Apache-2.0 */
/* extract.c: finds the answer in a response, in three passes over it; see extract.h for the rules.
 */
#include "lib/runtime/extract.h"

#include <string.h>

#include "lib/runtime/runtime.h"

enum { BOXES_MAX = 64 }; /* nested; of more, the innermost are looked at */

/* For tokens of two bytes and more. The second byte tells most of them apart. */
static bool starts_with(struct span span, size_t at, const char *token, size_t size)
{
    return size <= span.size - at && span.text[at + 1] == token[1] &&
           memcmp(span.text + at, token, size) == 0;
}

/* The next `byte` from `at` on; span.size where there is none. */
static size_t next_byte(struct span span, size_t at, char byte)
{
    if (at < span.size && span.text[at] == byte)
        return at;
    const char *found = at < span.size ? memchr(span.text + at, byte, span.size - at) : NULL;
    return found ? (size_t)(found - span.text) : span.size;
}

static struct span part(struct span span, size_t start, size_t end)
{
    return (struct span){span.text + start, end - start};
}

#define TAG(text) text, sizeof text - 1

/* What follows the thought. False where the thought was never finished. */
static bool after_thought(struct span *response, bool prefilled)
{
    bool closed = false, open = false;
    size_t start = 0;
    for (size_t at = 0; (at = next_byte(*response, at, '<')) < response->size; at++) {
        if (starts_with(*response, at, TAG("</think>"))) {
            start = at + sizeof "</think>" - 1;
            closed = true;
            open = false;
        } else if (starts_with(*response, at, TAG("<think>"))) {
            open = true;
        }
    }
    *response = part(*response, start, response->size);
    return !open && (closed || !prefilled);
}

struct tags {
    struct span last;  /* the last pair that is not blank; text NULL: none */
    struct span open;  /* what follows the last <answer>, where no </answer> does; or NULL */
    struct span empty; /* a blank pair; or NULL */
};

static struct tags find_tags(struct span text)
{
    struct tags tags = {0};
    size_t open = 0; /* where the content of the last <answer> starts; 0: none is open */
    for (size_t at = 0; (at = next_byte(text, at, '<')) < text.size; at++) {
        if (starts_with(text, at, TAG("<answer>"))) {
            open = at + sizeof "<answer>" - 1;
        } else if (open && starts_with(text, at, TAG("</answer>"))) {
            struct span content = part(text, open, at);
            *(span_blank(content) ? &tags.empty : &tags.last) = content;
            open = 0;
        }
    }
    if (open)
        tags.open = part(text, open, text.size);
    return tags;
}

struct boxes {
    struct span last, empty; /* text NULL: none */
};

/* A box whose closing brace has not come yet. */
struct open_box {
    size_t start;  /* of its content */
    size_t braces; /* open in it, without those of inner boxes */
};

static void close_box(struct boxes *boxes, struct span content)
{
    *(span_blank(content) ? &boxes->empty : &boxes->last) = content;
}

/* The box closed last is the last box, or the outer one of boxes that end together with it. */
static struct boxes find_boxes(struct span text)
{
    struct boxes boxes = {0};
    struct open_box stack[BOXES_MAX];
    size_t depth = 0; /* of which the last BOXES_MAX are on the stack, as a ring */
    size_t kept = 0;
    for (size_t at = 0; at < text.size; at++) {
        if (!kept)
            at = next_byte(text, at, '\\');
        if (at >= text.size)
            break;
        struct open_box *top = &stack[(depth + BOXES_MAX - 1) % BOXES_MAX];
        if (text.text[at] == '\\') {
            if (starts_with(text, at, TAG("\\boxed{"))) {
                at += sizeof "\\boxed{" - 2;
                stack[depth++ % BOXES_MAX] = (struct open_box){at + 1, 0};
                kept += kept < BOXES_MAX;
            } else if (!starts_with(text, at + 1, TAG("\\boxed{"))) {
                at++; /* an escaped character */
            }
        } else if (text.text[at] == '{') {
            top->braces++;
        } else if (text.text[at] == '}' && top->braces) {
            top->braces--;
        } else if (text.text[at] == '}') {
            close_box(&boxes, part(text, top->start, at));
            depth--;
            kept--;
        }
    }
    return boxes;
}

static struct span last_line(struct span text)
{
    text = span_trim(text);
    size_t start = text.size;
    while (start > 0 && text.text[start - 1] != '\n')
        start--;
    return part(text, start, text.size);
}

static struct span choose(struct span text, unsigned extract, bool finished, enum extraction *rule)
{
    struct tags tags = find_tags(text);
    *rule = EXTRACTION_ANSWER_TAG;
    if (tags.last.text)
        return tags.last;
    *rule = EXTRACTION_OPEN_TAG;
    if (tags.open.text && finished && !span_blank(tags.open))
        return tags.open;
    struct boxes boxes = find_boxes(text);
    *rule = EXTRACTION_BOXED;
    if (boxes.last.text)
        return boxes.last;
    *rule = EXTRACTION_ANSWER_TAG;
    if (tags.empty.text)
        return tags.empty;
    *rule = EXTRACTION_BOXED;
    if (boxes.empty.text)
        return boxes.empty;
    *rule = extract == RS_LAST_LINE ? EXTRACTION_LAST_LINE
            : extract == RS_WHOLE   ? EXTRACTION_WHOLE
                                    : EXTRACTION_NONE;
    if (*rule == EXTRACTION_NONE || span_blank(text)) {
        *rule = EXTRACTION_NONE;
        return (struct span){text.text, 0};
    }
    return extract == RS_LAST_LINE ? last_line(text) : text;
}

struct extracted extract_answer(const char *response, size_t size, unsigned extract, unsigned flags,
                                bool verbatim)
{
    struct extracted extracted = {.rule = EXTRACTION_WHOLE};
    struct span text = {response, size};
    if (!(flags & JOB_BARE)) {
        if (!after_thought(&text, flags & JOB_THINKING_PREFILLED))
            return (struct extracted){.rule = EXTRACTION_NONE};
        text = choose(text, extract, flags & JOB_FINISHED, &extracted.rule);
        if (extracted.rule == EXTRACTION_NONE)
            return (struct extracted){.rule = EXTRACTION_NONE};
    }
    if (!verbatim)
        text = span_clean(text);
    extracted.offset = (size_t)(text.text - response);
    extracted.size = text.size;
    return extracted;
}
