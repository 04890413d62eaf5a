/* SPDX-License-Identifier: Apache-2.0 */
/* format.h: printf's formats for all that prints in the runtime: rs_print, rs_reject, snprintf.
 * Only the digits of a double come from the C library, one conversion at a time and bounded,
 * because its own vsnprintf asks the system for memory where a precision is large. */
#ifndef RUNTIME_FORMAT_H
#define RUNTIME_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

enum { FORMAT_WIDTH_MAX = 4096 }; /* of widths and precisions; resyn.h says so */

/* Where text goes: `size` counts all of it, of which the first `room` bytes are kept. */
struct sink {
    char *data;
    size_t room;
    size_t size;
};

void sink_put(struct sink *sink, const char *bytes, size_t size);
void sink_fill(struct sink *sink, char byte, size_t count);

/* A format that is not offered ends the call; `function` is named in the message. */
void format_list(struct sink *sink, const char *function, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
void format(struct sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
