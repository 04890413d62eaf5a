/* SPDX-License-Identifier: Apache-2.0 */
/* tokens.h: the tokens of a data directory: a file of lines NAME SCOPES HASH SECONDS, the SHA-256
 * of each token in place of the token. resynctl writes it, the supervisor reads it. */
#ifndef TOKENS_TOKENS_H
#define TOKENS_TOKENS_H

#include <stdbool.h>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "proto/access.h"

#define TOKENS_FILE "tokens"
enum {
    TOKEN_NAME_MAX = 64, /* NUL included: letters, digits, '.', '_' and '-' */
    SCOPES_TEXT_MAX = 32,
};

struct token {
    char name[TOKEN_NAME_MAX];
    uint8_t hash[HASH_BYTES];
    unsigned scopes; /* of enum scope, one at least */
    int64_t made;    /* seconds since 1970 */
};
struct tokens {
    struct token all[TOKENS_MAX];
    unsigned count;
};

/* "score,author". False: another word, or none. */
bool scopes_parse(const char *text, unsigned *scopes);
void scopes_text(unsigned scopes, char text[SCOPES_TEXT_MAX]);

/* Reads the file of the directory; without one there are none. Negative errno with a sentence: then
 * there are none either, as where others could write it or a line is not understood. */
int tokens_read(int directory, struct tokens *tokens, struct error *error);
/* Whole or not at all, for the directory's owner. Negative errno with a sentence. */
int tokens_write(int directory, const struct tokens *tokens, struct error *error);

/* A row for a token that nobody has seen before, as `text` (64 digits). −EEXIST, −ENOSPC and
 * −EINVAL with a sentence: the name is taken, there are too many, or the name is none. */
int tokens_make(struct tokens *tokens, const char *name, unsigned scopes, char text[HASH_HEX],
                struct error *error);
/* False: there is none of this name. */
bool tokens_drop(struct tokens *tokens, const char *name);

#endif
