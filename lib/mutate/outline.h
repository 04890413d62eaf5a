/* SPDX-License-Identifier: Apache-2.0 */
/* outline.h: within lib/mutate: what a source's tokens are to each other: pairs of brackets, where
 * operands end, which functions there are and which of them `verify` reaches. Time is linear in the
 * source, whatever it holds. */
#ifndef MUTATE_OUTLINE_H
#define MUTATE_OUTLINE_H

#include "lib/compile/scan.h"

enum { FUNCTIONS_MAX = 256 /* beyond them none is looked at */ };

enum mark {
    MARK_NONE,
    MARK_LOGICAL, /* && and ||: both their signs */
    MARK_EDGE,    /* ends an operand on either side: ; , ? : and assignments; return */
};

struct function {
    size_t name, open, close; /* tokens: its name, and the brackets of its body */
    bool reached;
};

struct outline {
    struct scan scan;
    uint32_t *pair;  /* of a bracket: the other one; itself where there is none */
    uint8_t *marks;  /* enum mark */
    uint8_t *signs;  /* of the first sign of an operator: how many it has; 0 within one */
    uint32_t *lines; /* how many tokens of preprocessing lines there are before each; one more */
    struct function functions[FUNCTIONS_MAX];
    size_t function_count;
};

/* To be given back whatever this returns; false: no memory. `source` must stay. */
bool outline_init(struct outline *outline, const char *source, size_t size);
void outline_deinit(struct outline *outline);

/* Whether token `i` is the operator `text`. */
bool outline_operator(const struct outline *outline, size_t i, const char *text);

/* Whether none of the tokens from `first` to before `end` is of a preprocessing line. */
bool outline_plain(const struct outline *outline, size_t first, size_t end);

/* The ends of the operand that ends before, or begins at, token `i`: the first token of it, and the
 * one behind its last. `logical`: && and || end it too. */
size_t outline_left(const struct outline *outline, size_t i, bool logical);
size_t outline_right(const struct outline *outline, size_t i, bool logical);

#endif
