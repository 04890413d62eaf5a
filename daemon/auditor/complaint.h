/* SPDX-License-Identifier: Apache-2.0 */
/* complaint.h: what a sanitizer, or a compiler, wrote to standard error, as one sentence. The text
 * may be anything. */
#ifndef AUDITOR_COMPLAINT_H
#define AUDITOR_COMPLAINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

/* The file that the source is compiled from. */
#define COMPLAINT_SOURCE "environment.c"

struct complaint {
    char text[REASON_MAX]; /* printable UTF-8, NUL-terminated */
    uint32_t line;         /* of the source; 0: it does not say */
};

/* "stack-buffer-overflow, WRITE of size 4"; "signed integer overflow: …". False: there is no report
 * of AddressSanitizer or UndefinedBehaviorSanitizer in it. */
bool complaint_of_sanitizer(const char *text, size_t size, struct complaint *out);

/* The first error of gcc or clang, or else the first line. */
void complaint_of_compiler(const char *text, size_t size, struct complaint *out);

#endif
