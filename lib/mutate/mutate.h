/* SPDX-License-Identifier: Apache-2.0 */
/* mutate.h: small changes to a verifier that somebody should notice: a condition that never holds,
 * `<` for `<=`, a loop without its last round. Where no answer that was tried tells the changed
 * verifier from the real one, the line that was changed is tested by none of them.
 *
 * By tokens, in the body of `verify` and of the functions that it names; macros are not expanded
 * and preprocessing lines stay as they are. A change may be one that the compiler refuses, or none
 * at all (two ways to write the same): what to make of that is the caller's. Total: any bytes are a
 * source. */
#ifndef MUTATE_MUTATE_H
#define MUTATE_MUTATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buffer.h"

enum {
    MUTATIONS_MAX = 4096, /* the first so many: a hostile source could ask for 100,000 */
    MUTATION_WHAT = 120,  /* bytes, NUL included */
};

struct mutation {
    uint32_t offset, size;    /* what is changed */
    bool kept;                /* it stays, between the two: with all that it does */
    char before[8], after[8]; /* instead of it, or around it */
    uint32_t line, column;    /* of the first byte that is changed; from 1, in characters */
    char what[MUTATION_WHAT]; /* "`n != 4` never holds", printable ASCII */
};

struct mutations {
    struct mutation *list; /* owned; in the order of the source */
    size_t count;
};

/* Finds them all. `out` is to be given back whatever this returns; false: no memory. */
bool mutations_find(struct mutations *out, const char *source, size_t size);
void mutations_deinit(struct mutations *mutations);

/* Appends the source with one change. */
void mutation_apply(const struct mutation *mutation, const char *source, size_t size,
                    struct buffer *out);

#endif
