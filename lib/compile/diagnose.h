/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose.h: fills the report, inside the compiler. */
#ifndef COMPILE_DIAGNOSE_H
#define COMPILE_DIAGNOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/compile/scan.h"
#include "proto/diagnostic.h"

/* How libtcc calls the text that it is given. */
#define SOURCE_NAME "<string>"

struct diagnosis {
    const char *source; /* borrowed; not NUL-terminated */
    size_t size;
    const struct scan *scan; /* of the source; its tokens help to find places */
    struct compile_report *report;
    bool failed; /* an error was reported */
};

/* Adds an error. `line` and `column` may be 0; `hint` may be NULL. */
__attribute__((format(printf, 5, 6))) void diagnose(struct diagnosis *diagnosis, uint32_t line,
                                                    uint32_t column, const char *hint,
                                                    const char *format, ...);

/* Adds an error at a token. */
__attribute__((format(printf, 4, 5))) void diagnose_at(struct diagnosis *diagnosis,
                                                       const struct token *token, const char *hint,
                                                       const char *format, ...);

/* Adds what libtcc gave to its callback: "file:line: error: text", with or without the place, after
 * any number of lines "In file included from file:line:". Warnings become errors but for a few. */
void diagnose_libtcc(struct diagnosis *diagnosis, const char *text);

#endif
