/* SPDX-License-Identifier: Apache-2.0 */
/* report.c: what a compiler may have left as its report: read, bounded, printed both ways. Input: a
 * byte that says how it ended, a byte whose lowest bit cuts the file, then the report's bytes. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/compile/compile_report.h"
#include "lib/ring/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void write_report(int fd, const uint8_t *bytes, size_t size, bool cut)
{
    size_t kept = size < COMPILE_REPORT_BYTES ? size : COMPILE_REPORT_BYTES;
    must(ftruncate(fd, 0) == 0);
    must(ftruncate(fd, cut ? (off_t)kept : COMPILE_REPORT_BYTES) == 0);
    must(kept == 0 || pwrite(fd, bytes, kept, 0) == (ssize_t)kept);
}

static void check_text(const char *text, size_t room)
{
    size_t size = strnlen(text, room);
    must(size < room && words_printable(text, size));
    for (size_t i = size; i < room; i++)
        must(text[i] == '\0'); /* nothing of the compiler's memory behind the text */
}

static void check_report(const struct compile_report *report, enum compile_end end)
{
    bool error = false;
    must(report->count <= DIAGNOSTICS_MAX);
    must(report->finished == (end == COMPILE_DONE ? 1 : 2));
    for (uint32_t i = 0; i < report->count; i++) {
        const struct diagnostic *row = &report->diagnostics[i];
        must(row->severity == SEVERITY_ERROR || row->severity == SEVERITY_WARNING);
        error |= row->severity == SEVERITY_ERROR;
        check_text(row->message, sizeof row->message);
        check_text(row->excerpt, sizeof row->excerpt);
        check_text(row->hint, sizeof row->hint);
    }
    must(error || end == COMPILE_DONE);
}

static void check_json(const struct compile_report *report)
{
    struct buffer out = BUFFER_INIT;
    struct json json = {.out = &out};
    compile_report_json(report, &json);
    must(!out.failed);
    json_t *list = json_loadb(out.data, out.size, JSON_REJECT_DUPLICATES, NULL);
    must(json_is_array(list) && json_array_size(list) == report->count);
    for (uint32_t i = 0; i < report->count; i++) {
        const json_t *message = json_object_get(json_array_get(list, i), "message");
        must(json_is_string(message));
        must(strcmp(json_string_value(message), report->diagnostics[i].message) == 0);
    }
    json_decref(list);
    buffer_deinit(&out);
}

/* A line for each thing said, and nothing that a terminal obeys. */
static void check_lines(const struct compile_report *report)
{
    struct buffer out = BUFFER_INIT;
    size_t lines = 0, expected = report->dropped != 0;
    compile_report_text(report, "name", &out);
    must(!out.failed);
    for (const char *at = out.data, *end = at ? at + out.size : NULL; at != end; lines++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        must(stop && words_printable(at, (size_t)(stop - at)));
        at = stop + 1;
    }
    for (uint32_t i = 0; i < report->count; i++)
        expected += 1u + (report->diagnostics[i].excerpt[0] != '\0') +
                    (report->diagnostics[i].hint[0] != '\0');
    must(lines == expected);
    buffer_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct compile_report report, again;
    static int fd = -1;
    if (size < 2)
        return 0;
    if (fd < 0)
        fd = memfd_create("report", 0);
    enum compile_end end = (enum compile_end)(data[0] % (COMPILE_FAILED + 2));
    write_report(fd, data + 2, size - 2, data[1] & 1);
    memset(&report, 0xa5, sizeof report);
    compile_report_read(fd, end, &report);
    check_report(&report, end);
    check_json(&report);
    check_lines(&report);
    /* What was made harmless once stays as it is. */
    write_report(fd, (const uint8_t *)&report, sizeof report, false);
    compile_report_read(fd, COMPILE_DONE, &again);
    must(again.count == report.count &&
         memcmp(again.diagnostics, report.diagnostics, sizeof report.diagnostics) == 0);
    return 0;
}
