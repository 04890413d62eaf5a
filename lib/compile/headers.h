/* SPDX-License-Identifier: Apache-2.0 */
/* headers.h: the headers that environments can include, as text in the executable. */
#ifndef COMPILE_HEADERS_H
#define COMPILE_HEADERS_H

#include <stddef.h>

struct embedded_header {
    const char *name; /* "string.h" */
    const char *text;
    size_t size;
};

/* Sorted by name. */
extern const struct embedded_header embedded_headers[];
extern const size_t embedded_header_count;

/* The header of this name, or NULL. */
const struct embedded_header *header_find(const char *name);

/* The header that declares the function or macro `name`, or NULL. */
const struct embedded_header *header_declaring(const char *name);

/* "resyn.h, assert.h, …" into `out`, NUL-terminated, shortened to fit. */
void header_names(char *out, size_t size);

#endif
