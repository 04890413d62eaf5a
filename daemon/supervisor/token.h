/* SPDX-License-Identifier: Apache-2.0 */
/* token.h: the author's token: a file of the data directory, which only its owner can read. Who has
 * it may change the library. */
#ifndef SUPERVISOR_TOKEN_H
#define SUPERVISOR_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/error.h"
#include "lib/base/hash.h"

#define TOKEN_FILE "author-token"

/* Makes the file in the data directory `directory`, where there is none. 1: made; 0: it is there;
 * negative errno with a sentence. */
int token_make(int directory, struct error *error);
/* The SHA-256 of the token. 1; 0: there is none; negative errno with a sentence: it cannot be read,
 * is too short, or others can read it. */
int token_hash(int directory, uint8_t hash[HASH_BYTES], struct error *error);

#endif
