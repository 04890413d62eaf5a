/* SPDX-License-Identifier: Apache-2.0 */
/* token.h: the parts of an answer that can be changed one by one: what stands between white space,
 * commas, semicolons and brackets; of an answer that is one word, its characters. */
#ifndef GATE_TOKEN_H
#define GATE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/buffer.h"

enum { TOKENS_MAX = 256 /* the first so many of an answer are changed: more show nothing new */ };

struct token {
    const char *text; /* into the answer */
    unsigned size;
};

struct tokens {
    const char *text;
    size_t size;
    unsigned count;  /* at most TOKENS_MAX */
    bool cut;        /* there are more */
    bool characters; /* of one word */
    struct token token[TOKENS_MAX];
};

void tokens_split(struct tokens *tokens, const char *text, size_t size);

/* Without taking single words apart. Returns how many, at most `max`. */
unsigned tokens_find(struct token *out, unsigned max, const char *text, size_t size);

bool token_spells(const struct token *token, const char *text, size_t size);
bool token_same(const struct token *a, const struct token *b);
/* Digits, with a sign, a point, an exponent, a fraction bar or a per cent sign. */
bool token_number(const struct token *token);
/* A decimal integer with at most 18 digits. */
bool token_integer(const struct token *token, int64_t *value);

/* Appends the answer with token `index` replaced by `with`, `size` bytes; where nothing replaces
 * it, the separator before it (or behind it) goes too. */
void tokens_replace(struct buffer *out, const struct tokens *tokens, unsigned index,
                    const char *with, size_t size);
/* Appends the answer with tokens `a` and `b` exchanged. */
void tokens_swap(struct buffer *out, const struct tokens *tokens, unsigned a, unsigned b);
/* Appends the answer up to and with its first `count` tokens. */
void tokens_prefix(struct buffer *out, const struct tokens *tokens, unsigned count);
/* What stands between its tokens: from the first to the second; a space where there is one only,
 * nothing between characters. */
struct token tokens_separator(const struct tokens *tokens);

#endif
