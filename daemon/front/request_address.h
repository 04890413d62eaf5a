/* SPDX-License-Identifier: Apache-2.0 */
/* request_address.h: the names of environments, versions and instances as requests write them:
 *
 *     n_queens                       the active version (where the route allows it)
 *     n_queens@3fa9c1d27b04          a version: 12 to 64 hexadecimal digits of its SHA-256
 *     n_queens@3fa9c1d27b04:3:17     an instance: level 3, seed 17
 *
 * One thing has one spelling: no leading zeros, no signs, no upper case. */
#ifndef FRONT_REQUEST_ADDRESS_H
#define FRONT_REQUEST_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "proto/limits.h"

/* Seeds are integers from 0 to SEED_MAX; those from SEED_HELD_OUT on are for evaluation. */
#define SEED_MAX INT64_MAX
#define SEED_HELD_OUT ((uint64_t)1 << 62)

enum {
    ADDRESS_LEVEL_MAX = 9999, /* longer than any environment's levels; the range is checked later */
    /* name, '@', VERSION_SHORT digits, ':', level, ':', seed, NUL */
    ADDRESS_BYTES = NAME_MAX_BYTES + 1 + VERSION_SHORT + 1 + 4 + 1 + 19 + 1,
};

struct address {
    char name[NAME_MAX_BYTES];
    char version[HASH_HEX]; /* "" where none is given */
    unsigned level;         /* of an instance */
    uint64_t seed;
};

/* `name` or `name@version`. −EINVAL and a sentence. `text` need not be NUL-terminated. */
int address_parse_environment(const char *text, size_t size, struct address *out,
                              struct error *error);
/* `name@version:level:seed`. */
int address_parse_instance(const char *text, size_t size, struct address *out, struct error *error);

/* `name@` and the first VERSION_SHORT digits of `hex`. Returns `out`. */
const char *address_print_environment(const char *name, const char *hex, char out[ADDRESS_BYTES]);
/* `level` ≤ ADDRESS_LEVEL_MAX, `seed` ≤ SEED_MAX. */
const char *address_print_instance(const char *name, const char *hex, unsigned level, uint64_t seed,
                                   char out[ADDRESS_BYTES]);

#endif
