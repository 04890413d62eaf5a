/* SPDX-License-Identifier: Apache-2.0 */
/* calls.c: finds the calls that take a format and compares their arguments with it. What macros
 * build is left alone. */
#include "lib/compile/rules.h"

#include <stdlib.h>
#include <string.h>

#include "lib/compile/formats.h"

static const struct {
    const char *name;
    unsigned format; /* which argument, from 0 */
    bool scanning;
} printers[] = {
    {"rs_print", 1, false},
    {"rs_reject", 1, false},
    {"snprintf", 2, false},
    {"sscanf", 1, true},
};

enum { ARGUMENTS_MAX = 64 };

/* The arguments of one call: argument i is the tokens from start[i] to before start[i + 1] - 1. */
struct call {
    size_t count;
    size_t start[ARGUMENTS_MAX + 1];
};

/* `open` is the opening bracket. False where the call does not end or has too many arguments. */
static bool call_read(const struct scan *scan, size_t open, struct call *call)
{
    unsigned depth = 0;
    call->count = 1;
    call->start[0] = open + 1;
    for (size_t i = open; i < scan->count; i++) {
        const struct token *token = scan_at(scan, i);
        if (token->directive)
            return false;
        if (token->kind != TOKEN_SIGN)
            continue;
        char sign = scan->text[token->offset];
        if (sign == '(' || sign == '[' || sign == '{')
            depth++;
        if (sign == ')' || sign == ']' || sign == '}')
            depth--;
        if (depth == 0) {
            call->start[call->count] = i + 1;
            return true;
        }
        if (sign != ',' || depth != 1)
            continue;
        if (call->count == ARGUMENTS_MAX)
            return false;
        call->start[call->count++] = i + 1;
    }
    return false;
}

/* Whether the macro defined by the directive at `i` ("#" first) puts a comma where it is used. */
static bool macro_has_comma(const struct scan *scan, size_t i)
{
    unsigned depth = 0;
    size_t at = i + 3;
    for (; scan_at(scan, at)->directive && !scan_at(scan, at)->first; at++) {
        const struct token *token = scan_at(scan, at);
        char sign = token->kind == TOKEN_SIGN ? scan->text[token->offset] : '\0';
        if (sign == '(' || sign == '[' || sign == '{')
            depth++;
        else if ((sign == ')' || sign == ']' || sign == '}') && depth > 0)
            depth--;
        else if (sign == ',' && depth == 0)
            return true;
    }
    return false;
}

/* Whether `name` is such a macro. Sources define few. */
static bool may_add_commas(const struct scan *scan, const size_t *defines, size_t count,
                           const struct token *name)
{
    for (size_t i = 0; i < count; i++) {
        const struct token *defined = scan_at(scan, defines[i] + 2);
        if (defined->size == name->size &&
            memcmp(scan->text + defined->offset, scan->text + name->offset, name->size) == 0 &&
            macro_has_comma(scan, defines[i]))
            return true;
    }
    return false;
}

enum { DEFINES_MAX = 256 };

struct defines {
    size_t count;
    size_t at[DEFINES_MAX]; /* the tokens "#" */
};

static void find_defines(const struct scan *scan, struct defines *defines)
{
    defines->count = 0;
    for (size_t i = 0; i + 2 < scan->count && defines->count < DEFINES_MAX; i++)
        if (scan_at(scan, i)->directive && scan_at(scan, i)->first &&
            token_is(scan, scan_at(scan, i + 1), "define"))
            defines->at[defines->count++] = i;
}

/* The format as one text, with the place in the source of each of its bytes. */
struct format {
    char *text; /* owned */
    uint32_t *offset;
    size_t size;
};

static void format_deinit(struct format *format)
{
    free(format->text);
    free(format->offset);
}

/* Joins adjacent literals. False where the argument is anything else. */
static bool format_join(const struct scan *scan, size_t from, size_t to, struct format *format)
{
    size_t room = 1;
    for (size_t i = from; i < to; i++) {
        if (scan_at(scan, i)->kind != TOKEN_STRING || scan_at(scan, i)->size < 2)
            return false;
        room += scan_at(scan, i)->size;
    }
    format->text = malloc(room);
    format->offset = malloc(room * sizeof *format->offset);
    if (from >= to || format->text == NULL || format->offset == NULL)
        return false;
    for (size_t i = from; i < to; i++) {
        const struct token *token = scan_at(scan, i);
        for (uint32_t k = 1; k + 1 < token->size; k++) {
            format->text[format->size] = scan->text[token->offset + k];
            format->offset[format->size++] = token->offset + k;
        }
    }
    return true;
}

/* Points at the byte of the source at `offset`, which lies in one of the call's literals. */
static struct token token_at(const struct scan *scan, size_t from, uint32_t offset)
{
    size_t i = from;
    while (i + 1 < scan->count && scan_at(scan, i + 1)->offset <= offset)
        i++;
    struct token token = *scan_at(scan, i);
    for (uint32_t k = token.offset; k < offset; k++)
        token.column += ((unsigned char)scan->text[k] & 0xc0) != 0x80;
    return token;
}

static void check_call(struct diagnosis *d, const struct defines *defines, size_t at,
                       unsigned index, bool scanning)
{
    const struct scan *scan = d->scan;
    struct call call;
    if (!call_read(scan, at + 1, &call) || call.count <= index)
        return;
    size_t from = call.start[index], to = call.start[index + 1] - 1;
    struct format format = {0};
    if (!format_join(scan, from, to, &format)) {
        format_deinit(&format);
        return;
    }
    struct format_verdict verdict = format_read(format.text, format.size, scanning);
    bool known = true;
    for (size_t i = to; i < call.start[call.count] && known; i++)
        known = scan_at(scan, i)->kind != TOKEN_NAME ||
                !may_add_commas(scan, defines->at, defines->count, scan_at(scan, i));
    size_t given = call.count - index - 1;
    if (verdict.wrong != NULL) {
        struct token place = token_at(scan, from, format.offset[verdict.place]);
        diagnose_at(d, &place, NULL, "wrong format: %s", verdict.wrong);
    } else if (known && given != verdict.arguments) {
        diagnose_at(d, scan_at(scan, from), NULL,
                    "the format takes %u argument%s, and the call has %zu", verdict.arguments,
                    verdict.arguments == 1 ? "" : "s", given);
    }
    format_deinit(&format);
}

void formats_check(struct diagnosis *d)
{
    struct defines defines;
    find_defines(d->scan, &defines);
    for (size_t i = 0; i + 1 < d->scan->count; i++) {
        const struct token *token = scan_at(d->scan, i);
        if (token->kind != TOKEN_NAME || token->directive ||
            !token_is(d->scan, scan_at(d->scan, i + 1), "("))
            continue;
        for (size_t k = 0; k < sizeof printers / sizeof *printers; k++)
            if (token_is(d->scan, token, printers[k].name))
                check_call(d, &defines, i, printers[k].format, printers[k].scanning);
    }
}
