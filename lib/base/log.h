/* SPDX-License-Identifier: Apache-2.0 */
/* log.h: one event, one line on standard error, logfmt or JSON. For daemons only: libraries return.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

/* How a line looks. With priorities it begins with <N>, which journald takes off. */
enum log_style { LOG_LOGFMT, LOG_JSON, LOG_LOGFMT_PRIORITY, LOG_JSON_PRIORITY, LOG_STYLES };

/* Called once at start: the process's role, on every line. Lines below `level` are dropped. */
void log_init(const char *role, enum log_level level);
void log_use(enum log_style style); /* LOG_LOGFMT until then */

const char *log_style_name(enum log_style style);
bool log_style_parse(const char *name, enum log_style *out);

/* Whether such lines are written: for what is costly to say. */
bool log_shows(enum log_level level);

/* From any thread. */
void log_set_level(enum log_level level);

/* `event` is a fixed word or two ("worker died"); `format` gives the pairs: "worker=%lu cause=%s".
 * Values that may hold spaces or come from outside go through log_quote. */
__attribute__((format(printf, 3, 4))) void log_event(enum log_level level, const char *event,
                                                     const char *format, ...);

/* Quotes and escapes `text` into `out` (NUL-terminated, shortened to fit) and returns `out`. */
const char *log_quote(const char *text, char *out, unsigned long size);

/* Pairs in logfmt become members of a JSON object, each after a comma, in `out` (NUL-terminated,
 * whole members only). Bare whole numbers stay numbers. Returns the size. */
unsigned long log_members(const char *pairs, char *out, unsigned long size);

#endif
