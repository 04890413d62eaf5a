/* SPDX-License-Identifier: Apache-2.0 */
/* compile_report.c: runs in the front and in resynctl. Every byte read here may have been written
 * by a source that owned the compiler. */
#include "lib/compile/compile_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/utf8.h"

/* ---- Making text harmless ---- */

/* Characters that a terminal or a browser may obey: controls, and the ones that turn the direction
 * of text. */
static bool is_printable(const char *text, size_t length)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (length == 1)
        return byte[0] >= 0x20 && byte[0] != 0x7f;
    if (length == 2)
        return (byte[0] != 0xc2 || byte[1] >= 0xa0) && /* C1 controls */
               (byte[0] != 0xd8 || byte[1] != 0x9c);   /* the Arabic letter mark */
    if (length == 3 && byte[0] == 0xe2 && byte[1] == 0x80)
        return byte[2] < 0x8b || (byte[2] > 0x8f && byte[2] < 0xa8) || byte[2] > 0xae;
    if (length == 3 && byte[0] == 0xe2 && byte[1] == 0x81)
        return byte[2] < 0xa0 || byte[2] > 0xaf;
    return length != 3 || byte[0] != 0xef || byte[1] != 0xbb || byte[2] != 0xbf;
}

/* In place: ends at the first NUL or at the last whole character that fits; tabs become spaces, and
 * what is not printable becomes a question mark. */
static void make_printable(char *text, size_t room)
{
    size_t size = utf8_cut(text, strnlen(text, room), room - 1), to = 0;
    for (size_t from = 0; from < size;) {
        size_t length = utf8_length(text + from, size - from);
        if (length != 0 && is_printable(text + from, length)) {
            memmove(text + to, text + from, length);
            to += length;
        } else {
            text[to++] = text[from] == '\t' ? ' ' : '?';
        }
        from += length == 0 ? 1 : length;
    }
    memset(text + to, 0, room - to);
}

/* ---- Reading ---- */

static bool read_whole(int fd, struct compile_report *out)
{
    char *to = (char *)out;
    for (size_t done = 0; done < sizeof *out;) {
        ssize_t got = pread(fd, to + done, sizeof *out - done, (off_t)done);
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static void bound(struct compile_report *report)
{
    if (report->count > DIAGNOSTICS_MAX)
        report->count = DIAGNOSTICS_MAX;
    for (uint32_t i = 0; i < report->count; i++) {
        struct diagnostic *row = &report->diagnostics[i];
        if (row->severity != SEVERITY_WARNING)
            row->severity = SEVERITY_ERROR;
        make_printable(row->message, sizeof row->message);
        make_printable(row->excerpt, sizeof row->excerpt);
        make_printable(row->hint, sizeof row->hint);
    }
    memset(&report->diagnostics[report->count], 0,
           (DIAGNOSTICS_MAX - report->count) * sizeof *report->diagnostics);
    report->unused = 0;
}

/* What happened, where that is not in the diagnostics. By enum compile_end. */
static const struct {
    const char *message, *hint;
} ends[] = {
    [COMPILE_DONE] = {NULL, NULL},
    [COMPILE_REFUSED] = {NULL, NULL},
    [COMPILE_TIME] = {"compiling took too long",
                      "Macros that expand to too much, most often; or far too much code."},
    [COMPILE_MEMORY] = {"compiling needed too much memory",
                        "Macros that expand to too much, or initialisers that are too large."},
    [COMPILE_CRASHED] = {"the compiler crashed on this source",
                         "Most often something is nested too deeply: brackets, else-if chains, "
                         "operators in a row. Split it."},
    [COMPILE_BAD_IMAGE] = {"what the compiler made of this source is no valid image", NULL},
    [COMPILE_FAILED] = {"the compiler could not be started",
                        "This is the server's fault, not the source's."},
};

/* In the last place where all are taken: how it ended matters more. */
static void add_end(struct compile_report *report, const char *message, const char *hint)
{
    if (report->count == DIAGNOSTICS_MAX)
        report->dropped += report->dropped < UINT32_MAX;
    else
        report->count++;
    struct diagnostic *row = &report->diagnostics[report->count - 1];
    *row = (struct diagnostic){.severity = SEVERITY_ERROR};
    snprintf(row->message, sizeof row->message, "%s", message);
    snprintf(row->hint, sizeof row->hint, "%s", hint == NULL ? "" : hint);
}

static bool has_error(const struct compile_report *report)
{
    for (uint32_t i = 0; i < report->count; i++)
        if (report->diagnostics[i].severity == SEVERITY_ERROR)
            return true;
    return false;
}

void compile_report_read(int fd, enum compile_end end, struct compile_report *out)
{
    bool known = (unsigned)end < sizeof ends / sizeof *ends;
    if (!read_whole(fd, out)) {
        memset(out, 0, sizeof *out);
        if (end == COMPILE_DONE || end == COMPILE_REFUSED)
            add_end(out, "the compiler's report cannot be read", NULL);
    }
    bound(out);
    if (!known || ends[end].message != NULL)
        add_end(out, known ? ends[end].message : "the compiler ended in an unknown way",
                known ? ends[end].hint : NULL);
    else if (end == COMPILE_REFUSED && !has_error(out))
        add_end(out, "the compiler refused this source and did not say why", NULL);
    out->finished = end == COMPILE_DONE ? 1 : 2;
}

void compile_report_decode(const void *bytes, size_t size, struct compile_report *out)
{
    memset(out, 0, sizeof *out);
    memcpy(out, bytes, size < sizeof *out ? size : sizeof *out);
    bound(out);
}

/* ---- Writing ---- */

static const char *severity_name(uint32_t severity)
{
    return severity == SEVERITY_WARNING ? "warning" : "error";
}

static void number_or_null(struct json *json, const char *key, uint32_t number)
{
    json_put_key(json, key);
    if (number == 0)
        json_put_null(json);
    else
        json_put_unsigned(json, number);
}

static void text_or_null(struct json *json, const char *key, const char *text)
{
    json_put_key(json, key);
    json_put_text(json, *text == '\0' ? NULL : text);
}

void compile_report_json(const struct compile_report *report, struct json *json)
{
    json_put_open(json, '[');
    for (uint32_t i = 0; i < report->count; i++) {
        const struct diagnostic *row = &report->diagnostics[i];
        json_put_open(json, '{');
        json_put_key(json, "severity");
        json_put_text(json, severity_name(row->severity));
        number_or_null(json, "line", row->line);
        number_or_null(json, "column", row->column);
        json_put_key(json, "message");
        json_put_text(json, row->message);
        text_or_null(json, "source", row->excerpt);
        text_or_null(json, "hint", row->hint);
        json_put_close(json, '}');
    }
    json_put_close(json, ']');
}

void compile_report_text(const struct compile_report *report, const char *name, struct buffer *out)
{
    for (uint32_t i = 0; i < report->count; i++) {
        const struct diagnostic *row = &report->diagnostics[i];
        buffer_append_text(out, name);
        if (row->line != 0)
            buffer_print(out, ":%" PRIu32, row->line);
        if (row->line != 0 && row->column != 0)
            buffer_print(out, ":%" PRIu32, row->column);
        buffer_print(out, ": %s: %s\n", severity_name(row->severity), row->message);
        if (row->excerpt[0] != '\0')
            buffer_print(out, "    %s\n", row->excerpt);
        if (row->hint[0] != '\0')
            buffer_print(out, "    hint: %s\n", row->hint);
    }
    if (report->dropped != 0)
        buffer_print(out, "%s: %" PRIu32 " more\n", name, report->dropped);
}
