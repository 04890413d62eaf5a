/* SPDX-License-Identifier: Apache-2.0 */
/* mutate.c: see mutate.h. Each mutation changes the list of pieces that a source is made of. */
#include "tests/fuzz/compiler/mutate.h"

#include <string.h>

#include "tests/fuzz/compiler/pieces.h"
#include "tests/fuzz/compiler/words.h"

/* ---- Mutations ---- */

struct run {
    size_t at, count;
};

static struct run choose_run(struct work *w)
{
    struct run run = {below(w, w->count), size_up_to(w, RUN_MAX)};
    if (run.count > w->count - run.at)
        run.count = w->count - run.at;
    return run;
}

static void delete_run(struct work *w, const struct seeds *seeds)
{
    struct run run = choose_run(w);
    remove_run(w, run.at, run.count);
}

static void duplicate_run(struct work *w, const struct seeds *seeds)
{
    struct run run = choose_run(w);
    size_t times = size_up_to(w, below(w, 4) ? 4 : COPIES_MAX);
    for (size_t i = 0; i < times && make_room(w, run.at, run.count); i++)
        memcpy(w->pieces + run.at, w->pieces + run.at + run.count, run.count * sizeof *w->pieces);
}

static void swap_pieces(struct work *w, const struct seeds *seeds)
{
    size_t a = below(w, w->count), b = below(w, 4) ? a + below(w, 8) : below(w, w->count);
    if (b >= w->count)
        return;
    struct piece piece = w->pieces[a];
    w->pieces[a] = w->pieces[b];
    w->pieces[b] = piece;
}

static void splice(struct work *w, const struct seeds *seeds)
{
    const struct scan *from = &seeds->list[below(w, seeds->count)].scan;
    size_t count = below(w, 3) ? size_up_to(w, RUN_MAX) : size_up_to(w, from->count + 1);
    insert_tokens(w, below(w, w->count + 1), from, below(w, from->count), count);
}

/* Wraps a run into the same thing many times over. */
static void nest(struct work *w, const struct seeds *seeds)
{
    struct run run = choose_run(w);
    const struct nest_words *words = &nest_words[below(w, NEST_WORDS)];
    struct piece open = piece_of(words->open, GAP_SPACE), close = piece_of(words->close, GAP_SPACE);
    open.times = (uint32_t)size_up_to(w, below(w, 3) ? 300 : REPEATS_MAX);
    close.times = below(w, 16) ? open.times : (uint32_t)below(w, open.times);
    insert(w, run.at + run.count, close);
    insert(w, run.at, open);
}

static void replace_kind(struct work *w, enum token_kind kind, struct piece with)
{
    size_t start = below(w, w->count);
    for (size_t i = 0; i < w->count; i++) {
        struct piece *piece = &w->pieces[(start + i) % w->count];
        if (piece->kind != kind)
            continue;
        with.gap = piece->gap;
        with.kind = kind;
        *piece = with;
        return;
    }
}

static void change_number(struct work *w, const struct seeds *seeds)
{
    replace_kind(w, TOKEN_NUMBER, piece_of(extreme_numbers[below(w, EXTREME_NUMBERS)], GAP_SPACE));
}

/* A name, string or number of one letter, over and over. */
static void make_long(struct work *w, const struct seeds *seeds)
{
    static const enum token_kind kinds[] = {TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING};
    enum token_kind kind = kinds[below(w, 3)];
    size_t size = size_up_to(w, EXTRA_BYTES / 2);
    if (size + 2 > EXTRA_BYTES - w->extra_size)
        return;
    char *text = w->extra + w->extra_size;
    w->extra_size += size + 2;
    memset(text, kind == TOKEN_NUMBER ? '1' : "aZ_$"[below(w, 4)], size + 2);
    if (kind == TOKEN_STRING)
        text[0] = text[size + 1] = '"';
    struct piece piece = {text, (uint32_t)size + 2, 1, GAP_SPACE, kind};
    replace_kind(w, kind, piece);
}

static void change_name(struct work *w, const struct seeds *seeds)
{
    const struct piece *other = &w->pieces[below(w, w->count)];
    if (below(w, 2) && other->kind == TOKEN_NAME)
        replace_kind(w, TOKEN_NAME, *other);
    else
        replace_kind(w, TOKEN_NAME, piece_of(odd_words[below(w, ODD_WORDS)], GAP_SPACE));
}

static void insert_word(struct work *w, const struct seeds *seeds)
{
    insert(w, below(w, w->count + 1), piece_of(odd_words[below(w, ODD_WORDS)], GAP_SPACE));
}

/* Directives and whole declarations start a line and end it. */
static void insert_lines(struct work *w, const struct seeds *seeds)
{
    size_t at = below(w, 3) ? 0 : below(w, w->count + 1);
    insert(w, at, piece_of("", GAP_LINE));
    insert(w, at, piece_of(odd_lines[below(w, ODD_LINES)], GAP_LINE));
}

static void spoil_bytes(struct work *w, const struct seeds *seeds)
{
    size_t size = size_up_to(w, 64);
    if (size > EXTRA_BYTES - w->extra_size)
        return;
    char *text = w->extra + w->extra_size;
    w->extra_size += size;
    for (size_t i = 0; i < size; i++)
        text[i] = below(w, 4) ? "\"'\\\n\r\t #@`?%/*"[below(w, 14)] : (char)draw(w);
    insert(w, below(w, w->count + 1), (struct piece){text, (uint32_t)size, 1, GAP_NONE, 0});
}

static void cut(struct work *w, const struct seeds *seeds)
{
    w->count = below(w, w->count) + 1;
}

/* ---- Mutations that most often still compile: what they make is run by a worker ---- */

static bool is_sign(const struct piece *piece, const char *signs)
{
    return piece->kind == TOKEN_SIGN && piece->size == 1 && strchr(signs, *piece->text) != NULL;
}

/* From behind one end of a statement to the next, that one included. */
static struct run choose_statement(struct work *w)
{
    size_t at = below(w, w->count), end;
    while (at > 0 && !is_sign(&w->pieces[at - 1], ";{}"))
        at--;
    for (end = at; end < w->count && !is_sign(&w->pieces[end], ";{}"); end++)
        ;
    bool whole = end < w->count && is_sign(&w->pieces[end], ";");
    return (struct run){at, whole ? end + 1 - at : 0};
}

static void delete_statement(struct work *w, const struct seeds *seeds)
{
    struct run run = choose_statement(w);
    remove_run(w, run.at, run.count);
}

static void repeat_statement(struct work *w, const struct seeds *seeds)
{
    struct run run = choose_statement(w);
    for (size_t i = size_up_to(w, 60); i > 0 && make_room(w, run.at, run.count); i--)
        memcpy(w->pieces + run.at, w->pieces + run.at + run.count, run.count * sizeof *w->pieces);
}

static void loop_statement(struct work *w, const struct seeds *seeds)
{
    static const char *const heads[] = {"if(0)",    "if(1)",
                                        "while(1)", "for(int i_=0;i_<9;i_++)",
                                        "for(;;)",  "for(int i_=9;i_;i_--)"};
    struct run run = choose_statement(w);
    if (run.count)
        insert(w, run.at, piece_of(heads[below(w, sizeof heads / sizeof *heads)], GAP_SPACE));
}

static void change_operator(struct work *w, const struct seeds *seeds)
{
    static const char signs[] = "+-*/%<>=&|^!~?:.";
    size_t start = below(w, w->count);
    for (size_t i = 0; i < w->count; i++) {
        struct piece *piece = &w->pieces[(start + i) % w->count];
        if (!is_sign(piece, signs))
            continue;
        piece->text = &signs[below(w, sizeof signs - 1)];
        return;
    }
}

static void exchange_numbers(struct work *w, const struct seeds *seeds)
{
    const struct piece *other = &w->pieces[below(w, w->count)];
    for (size_t i = 0; i < w->count && other->kind != TOKEN_NUMBER; i++)
        other = &w->pieces[below(w, w->count)];
    if (other->kind == TOKEN_NUMBER)
        replace_kind(w, TOKEN_NUMBER, *other);
}

static void exchange_names(struct work *w, const struct seeds *seeds)
{
    const struct piece *other = &w->pieces[below(w, w->count)];
    if (other->kind == TOKEN_NAME)
        replace_kind(w, TOKEN_NAME, *other);
}

/* ---- All together ---- */

typedef void mutation(struct work *, const struct seeds *);
/* As often as they stand here. */
static mutation *const wild[] = {
    delete_run,    delete_run,   duplicate_run, duplicate_run, swap_pieces,   swap_pieces,
    splice,        splice,       nest,          nest,          change_number, change_number,
    change_number, make_long,    change_name,   change_name,   change_name,   insert_word,
    insert_word,   insert_lines, insert_lines,  spoil_bytes,   cut,
};
static mutation *const gentle[] = {
    delete_statement, repeat_statement, loop_statement, change_operator, change_operator,
    exchange_numbers, change_number,    change_number,  exchange_names,  insert_lines,
};

static void change(struct work *w, const struct seeds *seeds)
{
    bool careful = below(w, 2);
    for (size_t steps = careful ? 1 + below(w, 3) : size_up_to(w, 12); steps > 0 && w->count;
         steps--)
        if (careful)
            gentle[below(w, sizeof gentle / sizeof *gentle)](w, seeds);
        else
            wild[below(w, sizeof wild / sizeof *wild)](w, seeds);
}

void mutate(const struct seeds *seeds, uint64_t number, struct buffer *out)
{
    static struct work w;
    w.random = number;
    w.count = w.extra_size = 0;
    const struct scan *scan = &seeds->list[below(&w, seeds->count)].scan;
    insert_tokens(&w, 0, scan, 0, scan->count);
    change(&w, seeds);
    print_pieces(&w, out);
}
