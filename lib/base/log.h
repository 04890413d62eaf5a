/* SPDX-License-Identifier: Apache-2.0 */
/* log.h: one event, one line on standard error, logfmt. For daemons only: libraries return. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

/* Called once at start: the process's role, on every line. Lines below `level` are dropped. */
void log_init(const char *role, enum log_level level);

/* From any thread. */
void log_set_level(enum log_level level);

/* `event` is a fixed word or two ("worker died"); `format` gives the pairs: "worker=%lu cause=%s".
 * Values that may hold spaces or come from outside go through log_quote. */
__attribute__((format(printf, 3, 4))) void log_event(enum log_level level, const char *event,
                                                     const char *format, ...);

/* Quotes and escapes `text` into `out` (NUL-terminated, shortened to fit) and returns `out`. */
const char *log_quote(const char *text, char *out, unsigned long size);

#endif
