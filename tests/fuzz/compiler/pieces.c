/* SPDX-License-Identifier: Apache-2.0 */
/* pieces.c: see pieces.h. */
#include "tests/fuzz/compiler/pieces.h"

#include <string.h>

/* ---- Chance: splitmix64 ---- */

uint64_t draw(struct work *w)
{
    uint64_t z = w->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

size_t below(struct work *w, size_t n)
{
    return n ? (size_t)(draw(w) % n) : 0;
}

size_t size_up_to(struct work *w, size_t most)
{
    size_t bits = 0;
    while (most >> bits > 1)
        bits++;
    size_t chosen = (size_t)1 << below(w, bits + 1);
    chosen += below(w, chosen);
    return chosen < most ? chosen : most;
}

/* ---- The list ---- */

bool make_room(struct work *w, size_t at, size_t more)
{
    if (more > PIECES_MAX - w->count)
        return false;
    memmove(w->pieces + at + more, w->pieces + at, (w->count - at) * sizeof *w->pieces);
    w->count += more;
    return true;
}

void remove_run(struct work *w, size_t at, size_t count)
{
    memmove(w->pieces + at, w->pieces + at + count, (w->count - at - count) * sizeof *w->pieces);
    w->count -= count;
}

struct piece piece_of(const char *text, enum gap gap)
{
    return (struct piece){text, (uint32_t)strlen(text), 1, gap, TOKEN_SIGN};
}

void insert(struct work *w, size_t at, struct piece piece)
{
    if (make_room(w, at, 1))
        w->pieces[at] = piece;
}

void insert_tokens(struct work *w, size_t at, const struct scan *scan, size_t from, size_t count)
{
    if (count > scan->count - from)
        count = scan->count - from;
    if (!make_room(w, at, count))
        return;
    for (size_t i = 0; i < count; i++) {
        const struct token *token = scan_at(scan, from + i);
        const struct token *before = from + i ? scan_at(scan, from + i - 1) : NULL;
        bool glued = before && before->offset + before->size == token->offset;
        w->pieces[at + i] = (struct piece){scan->text + token->offset, token->size, 1,
                                           token->first ? GAP_LINE
                                           : glued      ? GAP_NONE
                                                        : GAP_SPACE,
                                           (enum token_kind)token->kind};
    }
}

/* ---- Bytes ---- */

static void put(struct buffer *out, const char *bytes, size_t size)
{
    size_t left = out->size < BYTES_MAX ? BYTES_MAX - out->size : 0;
    buffer_append(out, bytes, size < left ? size : left);
}

void print_pieces(const struct work *w, struct buffer *out)
{
    for (size_t i = 0; i < w->count; i++) {
        const struct piece *piece = &w->pieces[i];
        put(out, piece->gap == GAP_LINE ? "\n" : " ", piece->gap != GAP_NONE);
        for (uint32_t k = 0; k < piece->times && out->size < BYTES_MAX; k++)
            put(out, piece->text, piece->size);
    }
}
