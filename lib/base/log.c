/* SPDX-License-Identifier: Apache-2.0 */
/* log.c: see log.h. A line is one write, so that lines of several processes do not mix. */
#include "lib/base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *role = "?";
static atomic_uint least = LOG_INFO; /* a reload changes it while threads log */

void log_init(const char *new_role, enum log_level level)
{
    role = new_role;
    log_set_level(level);
    tzset(); /* the first stamp would open /etc/localtime, where no file may be opened any more */
}

void log_set_level(enum log_level level)
{
    atomic_store_explicit(&least, level, memory_order_relaxed);
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};
    if (level < atomic_load_explicit(&least, memory_order_relaxed))
        return;
    char line[1024], pairs[800];
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(pairs, sizeof pairs, format, arguments);
    va_end(arguments);
    char stamp[32];
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    int size =
        snprintf(line, sizeof line, "time=%s.%03ldZ level=%s role=%s event=\"%s\"%s%s\n", stamp,
                 now.tv_nsec / 1000000, names[level], role, event, *pairs ? " " : "", pairs);
    ssize_t written =
        write(STDERR_FILENO, line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
    (void)written; /* there is nowhere to say that the log is gone */
}

const char *log_quote(const char *text, char *out, unsigned long size)
{
    unsigned long at = 0;
    if (size < 8)
        return "";
    out[at++] = '"';
    for (; *text && at < size - 6; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\') {
            out[at++] = '\\';
            out[at++] = (char)byte;
        } else if (byte < 0x20 || byte >= 0x7f) {
            at += (unsigned long)snprintf(out + at, size - at, "\\x%02x", byte);
        } else {
            out[at++] = (char)byte;
        }
    }
    out[at++] = '"';
    out[at] = '\0';
    return out;
}
