/* SPDX-License-Identifier: Apache-2.0 */
/* mutate.c: see mutate.h. */
#include "lib/mutate/mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mutate/outline.h"

enum {
    EXCERPT = 60,             /* bytes of the source in a sentence */
    LOOKED_AT = 20 * EXCERPT, /* for them: more is white space that nobody writes */
};

struct walk {
    struct outline outline;
    struct mutations *out;
    size_t room;
    bool failed; /* memory ran out */
};

/* One line of printable ASCII, whatever stands there. */
static void excerpt(const char *text, size_t size, char out[EXCERPT + 4])
{
    size_t used = 0;
    size = size < LOOKED_AT ? size : LOOKED_AT;
    for (size_t i = 0; i < size && used < EXCERPT; i++) {
        bool blank = text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
        if (!blank)
            out[used++] = text[i] > ' ' && text[i] <= '~' ? text[i] : '?';
        else if (used && out[used - 1] != ' ')
            out[used++] = ' ';
    }
    memcpy(out + used, used == EXCERPT ? "..." : "", used == EXCERPT ? 4 : 1);
}

static struct mutation *add(struct walk *walk)
{
    struct mutations *out = walk->out;
    if (walk->failed || out->count == MUTATIONS_MAX)
        return NULL;
    if (out->count == walk->room) {
        size_t room = walk->room ? 2 * walk->room : 64;
        struct mutation *list = realloc(out->list, room * sizeof *list);
        walk->failed = !list;
        if (walk->failed)
            return NULL;
        out->list = list;
        walk->room = room;
    }
    out->list[out->count] = (struct mutation){0};
    return &out->list[out->count++];
}

/* The tokens from `first` to before `end`: what is changed. NULL where there is nothing. */
static struct mutation *change(struct walk *walk, size_t first, size_t end, const char *before,
                               const char *after, const char *what)
{
    char shown[EXCERPT + 4];
    if (first >= end || end > walk->outline.scan.count)
        return NULL;
    const struct token *from = scan_at(&walk->outline.scan, first),
                       *to = scan_at(&walk->outline.scan, end - 1);
    struct mutation *mutation = add(walk);
    if (!mutation)
        return NULL;
    mutation->offset = from->offset;
    mutation->size = to->offset + to->size - from->offset;
    mutation->kept = after != NULL;
    mutation->line = from->line;
    mutation->column = from->column;
    snprintf(mutation->before, sizeof mutation->before, "%s", before);
    snprintf(mutation->after, sizeof mutation->after, "%s", after ? after : "");
    excerpt(walk->outline.scan.text + mutation->offset, mutation->size, shown);
    snprintf(mutation->what, sizeof mutation->what, "`%s` %s", shown, what);
    return mutation;
}

/* What it does is done; only what it says is not listened to. */
static void change_condition(struct walk *walk, size_t first, size_t end, bool both)
{
    change(walk, first, end, "((", "), 0)", "never holds");
    if (both)
        change(walk, first, end, "((", "), 1)", "always holds");
}

static void change_logical(struct walk *walk, size_t i)
{
    bool both = outline_operator(&walk->outline, i, "&&");
    const char *after = both ? "), 1)" : "), 0)";
    const char *what = both ? "need not hold" : "does not suffice";
    size_t left = outline_left(&walk->outline, i, true);
    bool chained = left > 0 && walk->outline.marks[left - 1] == MARK_LOGICAL;
    if (!chained && outline_plain(&walk->outline, left, i)) /* else it is another's right one */
        change(walk, left, i, "((", after, what);
    size_t right = outline_right(&walk->outline, i + 2, true);
    if (outline_plain(&walk->outline, i + 2, right))
        change(walk, i + 2, right, "((", after, what);
}

static const char *const flips[][2] = {{"<", "<="}, {"<=", "<"},  {">", ">="},
                                       {">=", ">"}, {"==", "!="}, {"!=", "=="}};

static void change_comparison(struct walk *walk, size_t i)
{
    for (size_t row = 0; row < sizeof flips / sizeof *flips; row++) {
        char what[16];
        if (!outline_operator(&walk->outline, i, flips[row][0]))
            continue;
        snprintf(what, sizeof what, "as `%s`", flips[row][1]);
        change(walk, i, i + strlen(flips[row][0]), flips[row][1], NULL, what);
    }
}

/* A round less: a round more would read what is not there, which may or may not be noticed. */
static void change_loop(struct walk *walk, size_t i)
{
    const struct outline *outline = &walk->outline;
    const struct token *next = scan_at(&outline->scan, i + 1);
    bool up = outline_operator(outline, i, "<") || outline_operator(outline, i, "<=");
    bool down = outline_operator(outline, i, ">") || outline_operator(outline, i, ">=");
    struct mutation *mutation = NULL;
    if (up || down)
        mutation = change(walk, i, i + outline->signs[i], up ? "+ 1 " : "- 1 ", "", "");
    if (mutation)
        snprintf(mutation->what, sizeof mutation->what, "the last round of the loop is left out");
    mutation = NULL;
    if (outline_operator(outline, i, "=") && next->kind == TOKEN_NUMBER &&
        token_is(&outline->scan, next, "0"))
        mutation = change(walk, i + 1, i + 2, "1", NULL, "");
    if (mutation)
        snprintf(mutation->what, sizeof mutation->what, "the first round of the loop is left out");
}

/* A sign of the body; `header`: it stands between the parentheses of a for. */
static void change_sign(struct walk *walk, size_t i, bool header)
{
    const struct outline *outline = &walk->outline;
    if (outline->marks[i] == MARK_LOGICAL)
        change_logical(walk, i);
    else if (header)
        change_loop(walk, i);
    else
        change_comparison(walk, i);
    size_t left = outline_operator(outline, i, "?") ? outline_left(outline, i, false) : i;
    if (outline_plain(&walk->outline, left, i))
        change_condition(walk, left, i, true);
}

/* The closing parenthesis of what stands behind token `i`; `i` where there is none. */
static size_t close_of(const struct outline *outline, size_t i)
{
    const struct token *next = scan_at(&outline->scan, i + 1);
    bool opens = token_is(&outline->scan, next, "(") && outline->pair[i + 1] > i + 1;
    return opens ? outline->pair[i + 1] : i;
}

static void change_body(struct walk *walk, const struct function *function)
{
    const struct outline *outline = &walk->outline;
    size_t header_end = 0;
    for (size_t i = function->open; i < function->close; i++) {
        const struct token *token = scan_at(&outline->scan, i);
        if (token->directive)
            continue;
        if (token->kind == TOKEN_SIGN && outline->signs[i])
            change_sign(walk, i, i < header_end);
        if (token->kind != TOKEN_NAME)
            continue;
        size_t close = close_of(outline, i);
        bool condition = token_is(&outline->scan, token, "if");
        if (token_is(&outline->scan, token, "for"))
            header_end = close;
        else if ((condition || token_is(&outline->scan, token, "while")) && close > i &&
                 outline_plain(&walk->outline, i + 2, close))
            change_condition(walk, i + 2, close, condition); /* `while (1)` would not end */
    }
}

bool mutations_find(struct mutations *out, const char *source, size_t size)
{
    struct walk *walk = calloc(1, sizeof *walk);
    *out = (struct mutations){0};
    if (!walk)
        return false;
    walk->out = out;
    walk->failed = !outline_init(&walk->outline, source, size);
    for (size_t f = 0; !walk->failed && f < walk->outline.function_count; f++)
        if (walk->outline.functions[f].reached)
            change_body(walk, &walk->outline.functions[f]);
    bool done = !walk->failed;
    outline_deinit(&walk->outline);
    free(walk);
    return done;
}

void mutations_deinit(struct mutations *mutations)
{
    free(mutations->list);
    *mutations = (struct mutations){0};
}

void mutation_apply(const struct mutation *mutation, const char *source, size_t size,
                    struct buffer *out)
{
    size_t behind = (size_t)mutation->offset + mutation->size;
    buffer_append(out, source, mutation->offset);
    buffer_append_text(out, mutation->before);
    if (mutation->kept)
        buffer_append(out, source + mutation->offset, mutation->size);
    buffer_append_text(out, mutation->after);
    buffer_append(out, source + behind, size - behind);
}
