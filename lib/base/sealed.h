/* SPDX-License-Identifier: Apache-2.0 */
/* sealed.h: files in memory that nobody can change, as they are handed to other processes. */
#ifndef BASE_SEALED_H
#define BASE_SEALED_H

#include <stddef.h>

/* A copy of the bytes, at position 0; the caller's to close. Negative errno. */
int sealed_file(const char *name, const void *bytes, size_t size);

#endif
