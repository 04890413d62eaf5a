/* SPDX-License-Identifier: Apache-2.0 */
/* compile_report.h: reads what a compiler process left behind. */
#ifndef COMPILE_COMPILE_REPORT_H
#define COMPILE_COMPILE_REPORT_H

#include "lib/base/json_write.h"
#include "proto/diagnostic.h"
#include "proto/message.h"

/* Copies the report out of the memfd, bounds its counts, terminates its strings, replaces what is
 * not printable UTF-8, and adds a diagnostic that says what happened where `end` is no plain
 * refusal. Never fails: a report that cannot be read is one diagnostic that says so. */
void compile_report_read(int fd, enum compile_end end, struct compile_report *out);

/* A report that compile_report_read gave once, cut off behind its last diagnostic. It has been out
 * of our hands since: bounded and made printable again. */
void compile_report_decode(const void *bytes, size_t size, struct compile_report *out);

/* The diagnostics as a JSON array of {"severity", "line", "column", "message", "source", "hint"}.
 */
void compile_report_json(const struct compile_report *report, struct json *json);

/* As a compiler prints them, for terminals: name:line:column: error: message, source line, hint. */
void compile_report_text(const struct compile_report *report, const char *name, struct buffer *out);

#endif
