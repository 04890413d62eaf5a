/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h: splits a source into tokens with their places, for the rules that libtcc does not have.
 * Macros are not expanded; comments and white space are dropped. Total: any bytes give tokens. */
#ifndef COMPILE_SCAN_H
#define COMPILE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind {
    TOKEN_END, /* the last one; also what scan_at gives past the end */
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_CHARACTER,
    TOKEN_SIGN, /* one character of punctuation */
};

struct token {
    uint32_t kind; /* enum token_kind */
    uint32_t offset, size;
    uint32_t line, column; /* from 1; columns count characters */
    bool directive;        /* within a preprocessing directive */
    bool first;            /* the first of its line */
};

struct scan {
    const char *text; /* borrowed */
    size_t size;
    struct token *tokens; /* owned */
    size_t count;         /* TOKEN_END not counted */
};

/* False where there is no memory. */
bool scan_init(struct scan *scan, const char *text, size_t size);
void scan_deinit(struct scan *scan);

const struct token *scan_at(const struct scan *scan, size_t index);
bool token_is(const struct scan *scan, const struct token *token, const char *text);

/* The line numbered `line` from 1, without its end; size 0 beyond the last. */
const char *line_at(const char *text, size_t size, uint32_t line, size_t *length);

#endif
