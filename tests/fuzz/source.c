/* SPDX-License-Identifier: Apache-2.0 */
/* source.c: what resynd-compiler does to a source beside libtcc: tokens, rules, formats, and the
 * reading of libtcc's messages. Input: a source; behind its first NUL, if any, a message. */
#include <stdlib.h>
#include <string.h>

#include "lib/compile/diagnose.h"
#include "lib/compile/formats.h"
#include "lib/compile/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Tokens come in order, lie within the text, and are never empty. */
static void check_tokens(const struct scan *scan)
{
    size_t end = 0;
    uint32_t line = 1, column = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = scan_at(scan, i);
        must(token->kind != TOKEN_END && token->kind <= TOKEN_SIGN);
        must(token->size > 0 && token->offset >= end);
        end = (size_t)token->offset + token->size;
        must(end <= scan->size);
        must(token->line > line || (token->line == line && token->column > column));
        line = token->line;
        column = token->column;
    }
    must(scan_at(scan, scan->count)->kind == TOKEN_END);
}

static void check_lines(const struct scan *scan, const struct compile_report *report)
{
    size_t length;
    for (uint32_t i = 0; i < report->count; i++) {
        const char *line = line_at(scan->text, scan->size, report->diagnostics[i].line, &length);
        must(line >= scan->text && line + length <= scan->text + scan->size);
    }
}

static void check_report(const struct diagnosis *d)
{
    const struct compile_report *report = d->report;
    must(report->count <= DIAGNOSTICS_MAX && (report->count > 0 || !d->failed));
    for (uint32_t i = 0; i < report->count; i++) {
        const struct diagnostic *row = &report->diagnostics[i];
        must(memchr(row->message, 0, sizeof row->message));
        must(memchr(row->excerpt, 0, sizeof row->excerpt));
        must(memchr(row->hint, 0, sizeof row->hint));
    }
}

static void check_format(const char *text, size_t size)
{
    for (int scanning = 0; scanning < 2; scanning++) {
        struct format_verdict verdict = format_read(text, size, scanning);
        must(!verdict.wrong || (verdict.place < size && text[verdict.place] == '%'));
        must(verdict.arguments <= 3 * size);
    }
}

static void check_source(const char *text, size_t size, const char *message)
{
    static struct compile_report report;
    struct scan scan;
    memset(&report, 0, sizeof report);
    must(scan_init(&scan, text, size));
    check_tokens(&scan);
    struct diagnosis d = {.source = text, .size = size, .scan = &scan, .report = &report};
    rules_check(&d);
    if (!d.failed)
        formats_check(&d);
    if (message)
        diagnose_libtcc(&d, message);
    check_report(&d);
    check_lines(&scan, &report);
    check_format(text, size);
    scan_deinit(&scan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
    size_t source = nul ? (size_t)(nul - data) : size;
    /* Copies of their own size, so that a sanitizer sees the first byte beyond. */
    char *text = malloc(source ? source : 1);
    char *message = nul ? strndup((const char *)nul + 1, size - source - 1) : NULL;
    must(text && (message || !nul));
    if (source)
        memcpy(text, data, source);
    check_source(text, source, message);
    free(text);
    free(message);
    return 0;
}
