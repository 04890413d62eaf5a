/* SPDX-License-Identifier: Apache-2.0 */
/* source.h: one source file as a sealed memfd with its version. */
#ifndef STORE_SOURCE_H
#define STORE_SOURCE_H

#include "lib/base/error.h"
#include "lib/base/hash.h"

struct source {
    int fd; /* sealed memfd, position 0; the caller's to close */
    uint8_t version[HASH_BYTES];
};

/* Reads `path` below `directory`; a symbolic link may lead to a file below it, nowhere else. 0, or
 * negative errno with a sentence: −EAGAIN where the file changed while it was read. */
int source_read(struct source *source, int directory, const char *path, struct error *error);

#endif
