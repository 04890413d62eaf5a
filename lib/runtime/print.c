/* SPDX-License-Identifier: Apache-2.0 */
/* print.c: rs_text, and snprintf over format.h. */
#include "lib/runtime/runtime.h"

#include <limits.h>
#include <string.h>

#include "lib/runtime/format.h"
#include "lib/runtime/offered.h"

void text_init(rs_text *text, char *data)
{
    *text = (rs_text){.data = data};
    *data = 0;
}

/* What of the text is free. A text's fields lie where the environment could overwrite them; that
 * would hurt only itself, but need not. */
static struct sink open_sink(const rs_text *text)
{
    size_t used = text->size < RS_TEXT_MAX ? text->size : RS_TEXT_MAX;
    return (struct sink){.data = text->data + used, .room = RS_TEXT_MAX - used};
}

static void close_sink(rs_text *text, const struct sink *sink)
{
    size_t kept = sink->size < sink->room ? sink->size : sink->room;
    text->overflow |= sink->size > sink->room;
    text->size = (size_t)(sink->data - text->data) + kept;
    text->data[text->size] = 0;
}

void rs_print(rs_text *text, const char *format, ...)
{
    struct sink sink = open_sink(text);
    va_list arguments;
    va_start(arguments, format);
    format_list(&sink, "rs_print", format, arguments);
    va_end(arguments);
    close_sink(text, &sink);
}

void rs_put_text(rs_text *text, const char *string)
{
    struct sink sink = open_sink(text);
    sink_put(&sink, string, strlen(string));
    close_sink(text, &sink);
}

void rs_put_int(rs_text *text, int64_t value)
{
    rs_print(text, "%ld", (long)value);
}

int offer_vsnprintf(char *out, size_t size, const char *format, va_list arguments)
{
    struct sink sink = {.data = out, .room = size ? size - 1 : 0};
    format_list(&sink, "snprintf", format, arguments);
    if (size)
        out[sink.size < sink.room ? sink.size : sink.room] = 0;
    return sink.size > INT_MAX ? -1 : (int)sink.size;
}

int offer_snprintf(char *out, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int written = offer_vsnprintf(out, size, format, arguments);
    va_end(arguments);
    return written;
}
