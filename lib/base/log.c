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
static enum log_style style = LOG_LOGFMT;

static const char *const level_names[] = {"debug", "info", "warning", "error"};
static const char *const style_names[LOG_STYLES] = {
    [LOG_LOGFMT] = "logfmt",
    [LOG_JSON] = "json",
    [LOG_LOGFMT_PRIORITY] = "logfmt+priority",
    [LOG_JSON_PRIORITY] = "json+priority",
};

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

void log_use(enum log_style new_style)
{
    style = new_style;
}

const char *log_style_name(enum log_style of)
{
    return style_names[of];
}

bool log_style_parse(const char *name, enum log_style *out)
{
    for (unsigned i = 0; i < LOG_STYLES; i++)
        if (strcmp(name, style_names[i]) == 0) {
            *out = (enum log_style)i;
            return true;
        }
    return false;
}

bool log_shows(enum log_level level)
{
    return level >= atomic_load_explicit(&least, memory_order_relaxed);
}

/* What syslog(3) numbers them. */
static const char *priority(enum log_level level)
{
    static const char *const prefixes[] = {"<7>", "<6>", "<4>", "<3>"};
    bool wanted = style == LOG_LOGFMT_PRIORITY || style == LOG_JSON_PRIORITY;
    return wanted ? prefixes[level] : "";
}

static int make_line(char *line, size_t size, enum log_level level, const char *event,
                     const char *pairs)
{
    char stamp[32], members[1600];
    struct timespec now;
    struct tm parts;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &parts);
    if (style == LOG_LOGFMT || style == LOG_LOGFMT_PRIORITY)
        return snprintf(line, size, "%stime=%s.%03ldZ level=%s role=%s event=\"%s\"%s%s\n",
                        priority(level), stamp, now.tv_nsec / 1000000, level_names[level], role,
                        event, *pairs ? " " : "", pairs);
    log_members(pairs, members, sizeof members);
    return snprintf(
        line, size,
        "%s{\"time\":\"%s.%03ldZ\",\"level\":\"%s\",\"role\":\"%s\",\"event\":\"%s\"%s}\n",
        priority(level), stamp, now.tv_nsec / 1000000, level_names[level], role, event, members);
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    if (!log_shows(level))
        return;
    char line[2048], pairs[800];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(pairs, sizeof pairs, format, arguments);
    va_end(arguments);
    int size = make_line(line, sizeof line, level, event, pairs);
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
