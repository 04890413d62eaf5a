/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose.c: turns libtcc's words into located diagnostics. */
#include "lib/compile/diagnose.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/utf8.h"
#include "lib/compile/hints.h"

enum { NAME_MAX_QUOTED = 128 };

/* Copies what fits without cutting a character. */
static void copy_text(char *out, size_t room, const char *text, size_t size)
{
    size_t kept = utf8_cut(text, size, room - 1);
    memcpy(out, text, kept);
    out[kept] = '\0';
}

/* A long line is shown from near the place that is meant. */
static void copy_excerpt(struct diagnosis *d, struct diagnostic *out)
{
    size_t size;
    const char *line = line_at(d->source, d->size, out->line, &size);
    size_t skip = 0;
    while (skip < size && (line[skip] == ' ' || line[skip] == '\t'))
        skip++;
    if (size - skip >= DIAGNOSTIC_EXCERPT_MAX && out->column > DIAGNOSTIC_EXCERPT_MAX / 2) {
        size_t wanted = out->column - DIAGNOSTIC_EXCERPT_MAX / 2;
        skip = utf8_cut(line, size, wanted < size ? wanted : size);
    }
    copy_text(out->excerpt, sizeof out->excerpt, line + skip, size - skip);
}

static void add(struct diagnosis *d, enum severity severity, uint32_t line, uint32_t column,
                const char *hint, const char *message)
{
    d->failed |= severity == SEVERITY_ERROR;
    if (d->report->count >= DIAGNOSTICS_MAX) {
        d->report->dropped++;
        return;
    }
    struct diagnostic *out = &d->report->diagnostics[d->report->count];
    out->severity = (uint32_t)severity;
    out->line = line;
    out->column = column;
    copy_text(out->message, sizeof out->message, message, strlen(message));
    if (hint != NULL)
        copy_text(out->hint, sizeof out->hint, hint, strlen(hint));
    if (line != 0)
        copy_excerpt(d, out);
    d->report->count++;
}

void diagnose(struct diagnosis *d, uint32_t line, uint32_t column, const char *hint,
              const char *format, ...)
{
    char message[DIAGNOSTIC_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(d, SEVERITY_ERROR, line, column, hint, message);
}

void diagnose_at(struct diagnosis *d, const struct token *token, const char *hint,
                 const char *format, ...)
{
    char message[DIAGNOSTIC_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add(d, SEVERITY_ERROR, token->line, token->column, hint, message);
}

/* ---- Reading what libtcc says ---- */

struct place {
    char file[32];
    uint32_t line;
};

/* "file:line: " or "file:line:" at the start of `text`. Returns what follows, or NULL. */
static const char *take_place(const char *text, struct place *place)
{
    const char *end = text + strcspn(text, "\n");
    for (const char *colon = strchr(text, ':'); colon != NULL && colon < end;
         colon = strchr(colon + 1, ':')) {
        char *after;
        unsigned long line = strtoul(colon + 1, &after, 10);
        if (colon[1] < '0' || colon[1] > '9' || *after != ':')
            continue;
        copy_text(place->file, sizeof place->file, text, (size_t)(colon - text));
        place->line = line > UINT32_MAX ? 0 : (uint32_t)line;
        return after + (after[1] == ' ' ? 2 : 1);
    }
    return NULL;
}

/* Skips the trail of inclusions; `place` gets the last one that is in the source itself. */
static const char *skip_trail(const char *text, struct place *place)
{
    static const char prefix[] = "In file included from ";
    while (strncmp(text, prefix, sizeof prefix - 1) == 0) {
        struct place here;
        const char *after = take_place(text + sizeof prefix - 1, &here);
        if (after == NULL)
            break;
        if (strcmp(here.file, SOURCE_NAME) == 0)
            *place = here;
        text = *after == '\n' ? after + 1 : after;
    }
    return text;
}

/* What is quoted: 'name', or (got "token"), or the field in "field not found: name". */
static void quoted_name(const char *message, char out[NAME_MAX_QUOTED])
{
    static const char field[] = "field not found: ";
    *out = '\0';
    if (strncmp(message, field, sizeof field - 1) == 0) {
        copy_text(out, NAME_MAX_QUOTED, message + sizeof field - 1,
                  strlen(message + sizeof field - 1));
        return;
    }
    const char *got = strstr(message, "(got \"");
    const char *start = got != NULL ? got + 5 : strchr(message, '\'');
    if (start == NULL)
        return;
    const char *end = got != NULL ? strrchr(start + 1, '"') : strchr(start + 1, '\'');
    if (end != NULL && end - start > 1 && end - start <= NAME_MAX_QUOTED)
        copy_text(out, NAME_MAX_QUOTED, start + 1, (size_t)(end - start - 1));
}

enum { LINES_BACK = 20 };

/* libtcc has read one token ahead when it complains, so the name that it means may stand lines
 * before. The last one up to the line is meant; without a line, the first of the source. */
static const struct token *find_token(const struct diagnosis *d, const char *name, uint32_t line)
{
    const struct token *found = NULL;
    for (size_t i = 0; i < d->scan->count; i++) {
        const struct token *token = &d->scan->tokens[i];
        if (line != 0 && token->line > line)
            break;
        if (line != 0 && (token->line + LINES_BACK < line || (found && found->line == line)))
            continue;
        if (!token_is(d->scan, token, name))
            continue;
        found = token;
        if (line == 0)
            break;
    }
    return found;
}

/* The line that libtcc names may be after the last one. */
static uint32_t last_line(const struct diagnosis *d)
{
    return d->scan->count == 0 ? 1 : d->scan->tokens[d->scan->count - 1].line;
}

/* libtcc says two things of one wrong pointer; the second helps nobody. */
static bool echoes(const struct diagnosis *d, const char *message, uint32_t line)
{
    return d->report->count > 0 && line != 0 &&
           d->report->diagnostics[d->report->count - 1].line == line &&
           strstr(message, "cast between pointer and integer") != NULL;
}

void diagnose_libtcc(struct diagnosis *d, const char *text)
{
    struct place place = {"", 0}, inner = {"", 0};
    const char *message = skip_trail(text, &place);
    const char *after = take_place(message, &inner);
    if (after != NULL)
        message = after;
    else if (strncmp(message, "tcc: ", 5) == 0)
        message += 5;
    enum severity severity = SEVERITY_ERROR;
    if (strncmp(message, "warning: ", 9) == 0) {
        message += 9;
        severity = warning_is_harmless(message) ? SEVERITY_WARNING : SEVERITY_ERROR;
    } else if (strncmp(message, "error: ", 7) == 0) {
        message += 7;
    }
    if (message[strspn(message, " \t\r\n")] == '\0')
        message = "an error without a message: a _Static_assert says no more than it is given";

    if (d->report->count >= DIAGNOSTICS_MAX || echoes(d, message, inner.line)) {
        d->report->dropped += d->report->count >= DIAGNOSTICS_MAX;
        d->failed |= severity == SEVERITY_ERROR;
        return;
    }

    char name[NAME_MAX_QUOTED], hint[DIAGNOSTIC_HINT_MAX], words[DIAGNOSTIC_MESSAGE_MAX];
    quoted_name(message, name);
    hint_for_message(message, name, hint, sizeof hint);
    bool in_source = after == NULL || strcmp(inner.file, SOURCE_NAME) == 0;
    if (in_source)
        snprintf(words, sizeof words, "%s", message);
    else
        snprintf(words, sizeof words, "%s (in %s, line %u)", message, inner.file, inner.line);

    uint32_t line = in_source ? inner.line : place.line;
    if (line > last_line(d))
        line = last_line(d);
    const struct token *token = in_source && *name != '\0' ? find_token(d, name, line) : NULL;
    if (token != NULL)
        add(d, severity, token->line, token->column, hint, words);
    else
        add(d, severity, line, 0, hint, words);
}
