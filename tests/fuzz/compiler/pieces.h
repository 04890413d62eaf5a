/* SPDX-License-Identifier: Apache-2.0 */
/* pieces.h: a source under work: a list of pieces of text, of which only the end makes bytes; and
 * the chance by which it is changed. Within the fuzzer of the compiler. */
#ifndef FUZZ_PIECES_H
#define FUZZ_PIECES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/buffer.h"
#include "lib/compile/scan.h"
#include "proto/limits.h"

/* What stands before a piece. */
enum gap { GAP_NONE, GAP_SPACE, GAP_LINE };

struct piece {
    const char *text; /* borrowed from a seed, a table, or `extra` */
    uint32_t size, times;
    enum gap gap;
    enum token_kind kind;
};

enum {
    PIECES_MAX = 40000,
    RUN_MAX = 24,                  /* tokens that are moved at once, most often */
    COPIES_MAX = 400,              /* of a run of tokens */
    REPEATS_MAX = 60000,           /* of one token: the depth of a nest */
    BYTES_MAX = SOURCE_MAX + 4096, /* a little more than a compiler takes */
    EXTRA_BYTES = 1 << 18,
};

struct work {
    uint64_t random;
    size_t count;
    struct piece pieces[PIECES_MAX];
    size_t extra_size;
    char extra[EXTRA_BYTES]; /* texts made up on the way */
};

/* ---- Chance */

uint64_t draw(struct work *w);
size_t below(struct work *w, size_t n); /* 0 … n − 1; 0 where n is 0 */
/* 1 … most, small ones more often: every order of magnitude alike. */
size_t size_up_to(struct work *w, size_t most);

/* ---- The list */

/* Makes room for `more` pieces at `at`. False: there is none. */
bool make_room(struct work *w, size_t at, size_t more);
void remove_run(struct work *w, size_t at, size_t count);
struct piece piece_of(const char *text, enum gap gap);
void insert(struct work *w, size_t at, struct piece piece);
/* The run of tokens [from, from + count) of a seed, with its gaps, put at `at`. */
void insert_tokens(struct work *w, size_t at, const struct scan *scan, size_t from, size_t count);
/* As many bytes as a source may have, and a few more. */
void print_pieces(const struct work *w, struct buffer *out);

#endif
