/* SPDX-License-Identifier: Apache-2.0 */
/* mutate.h: C sources that are almost right: the tokens of sound and hostile ones, deleted,
 * repeated, exchanged, wrapped, made extreme. The same number gives the same source everywhere. */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buffer.h"
#include "lib/compile/scan.h"

struct seed {
    const char *name; /* its path, owned */
    struct scan scan; /* its text is owned */
};

struct seeds {
    struct seed *list; /* owned */
    size_t count;
};

/* Reads a file, or every source of a folder and what lies in it. False: it cannot be read, or there
 * is no memory. */
bool seeds_add(struct seeds *seeds, const char *path);
void seeds_deinit(struct seeds *seeds);

/* Appends source number `number` to `out`. */
void mutate(const struct seeds *seeds, uint64_t number, struct buffer *out);

#endif
