/* SPDX-License-Identifier: Apache-2.0 */
/* outline.c: see outline.h. */
#include "lib/mutate/outline.h"

#include <stdlib.h>
#include <string.h>

static char sign_of(const struct outline *outline, size_t i)
{
    const struct token *token = scan_at(&outline->scan, i);
    return token->kind == TOKEN_SIGN ? outline->scan.text[token->offset] : '\0';
}

static bool is_open(char sign)
{
    return sign == '(' || sign == '[' || sign == '{';
}

static bool is_close(char sign)
{
    return sign == ')' || sign == ']' || sign == '}';
}

static bool is_name(const struct outline *outline, size_t i, const char *text)
{
    const struct token *token = scan_at(&outline->scan, i);
    return token->kind == TOKEN_NAME && token_is(&outline->scan, token, text);
}

/* ---- Brackets and operators ------------------------------------------------------------------ */

/* A bracket that closes another kind than the last one that is open closes nothing. */
static bool pair_brackets(struct outline *outline)
{
    uint32_t *open = malloc((outline->scan.count + 1) * sizeof *open);
    size_t depth = 0;
    if (!open)
        return false;
    for (size_t i = 0; i < outline->scan.count; i++) {
        char sign = sign_of(outline, i);
        outline->pair[i] = (uint32_t)i;
        if (is_open(sign))
            open[depth++] = (uint32_t)i;
        else if (depth && is_close(sign) &&
                 sign == sign_of(outline, open[depth - 1]) + (sign == ')' ? 1 : 2)) {
            outline->pair[i] = open[--depth];
            outline->pair[open[depth]] = (uint32_t)i;
        }
    }
    free(open);
    return true;
}

static const struct {
    const char *text;
    enum mark mark;
} operators[] = {
    {"<<=", MARK_EDGE},   {">>=", MARK_EDGE}, {"...", MARK_NONE}, {"<=", MARK_NONE},
    {">=", MARK_NONE},    {"==", MARK_NONE},  {"!=", MARK_NONE},  {"&&", MARK_LOGICAL},
    {"||", MARK_LOGICAL}, {"<<", MARK_NONE},  {">>", MARK_NONE},  {"->", MARK_NONE},
    {"++", MARK_NONE},    {"--", MARK_NONE},  {"+=", MARK_EDGE},  {"-=", MARK_EDGE},
    {"*=", MARK_EDGE},    {"/=", MARK_EDGE},  {"%=", MARK_EDGE},  {"&=", MARK_EDGE},
    {"|=", MARK_EDGE},    {"^=", MARK_EDGE},  {"=", MARK_EDGE},   {";", MARK_EDGE},
    {",", MARK_EDGE},     {"?", MARK_EDGE},   {":", MARK_EDGE},   {"<", MARK_NONE},
    {">", MARK_NONE},
};

/* The longest operator that begins at token `i`; it may be no more than the one sign. */
static size_t mark_operator(struct outline *outline, size_t i)
{
    const struct token *token = scan_at(&outline->scan, i);
    size_t left = outline->scan.size - token->offset, size = 1;
    enum mark mark = MARK_NONE;
    for (size_t row = 0; row < sizeof operators / sizeof *operators; row++) {
        size_t length = strlen(operators[row].text);
        if (length <= left &&
            memcmp(outline->scan.text + token->offset, operators[row].text, length) == 0) {
            size = length;
            mark = operators[row].mark;
            break;
        }
    }
    outline->signs[i] = (uint8_t)size;
    for (size_t k = 0; k < size; k++)
        outline->marks[i + k] = (uint8_t)mark;
    return size;
}

static void count_lines(struct outline *outline)
{
    for (size_t i = 0; i < outline->scan.count; i++)
        outline->lines[i + 1] = outline->lines[i] + scan_at(&outline->scan, i)->directive;
}

bool outline_plain(const struct outline *outline, size_t first, size_t end)
{
    return outline->lines[first] == outline->lines[end];
}

static void mark_all(struct outline *outline)
{
    static const char *const edges[] = {"return", "case", "else", "do"};
    for (size_t i = 0; i < outline->scan.count;) {
        size_t step = 1;
        if (sign_of(outline, i))
            step = mark_operator(outline, i);
        for (size_t k = 0; k < sizeof edges / sizeof *edges; k++)
            if (is_name(outline, i, edges[k]))
                outline->marks[i] = MARK_EDGE;
        i += step;
    }
}

bool outline_operator(const struct outline *outline, size_t i, const char *text)
{
    const struct token *token = scan_at(&outline->scan, i);
    size_t size = strlen(text);
    return i < outline->scan.count && outline->signs[i] == size &&
           memcmp(outline->scan.text + token->offset, text, size) == 0;
}

static bool is_end(const struct outline *outline, size_t i, bool logical)
{
    return outline->marks[i] == MARK_EDGE || (logical && outline->marks[i] == MARK_LOGICAL);
}

size_t outline_left(const struct outline *outline, size_t i, bool logical)
{
    while (i > 0 && !is_end(outline, i - 1, logical) && !is_open(sign_of(outline, i - 1)) &&
           sign_of(outline, i - 1) != '}')
        i = outline->pair[i - 1] < i - 1 ? outline->pair[i - 1] : i - 1;
    return i;
}

size_t outline_right(const struct outline *outline, size_t i, bool logical)
{
    while (i < outline->scan.count && !is_end(outline, i, logical) &&
           !is_close(sign_of(outline, i)))
        i = outline->pair[i] + 1;
    return i;
}

/* ---- Functions ------------------------------------------------------------------------------- */

/* A name, a pair of parentheses, and a body, outside of any other. */
static void find_functions(struct outline *outline)
{
    for (size_t i = 0; i + 1 < outline->scan.count; i++) {
        const struct token *token = scan_at(&outline->scan, i);
        if (sign_of(outline, i) == '{')
            i = outline->pair[i];
        if (token->kind != TOKEN_NAME || token->directive || sign_of(outline, i + 1) != '(')
            continue;
        size_t open = outline->pair[i + 1] + 1;
        if (outline->pair[i + 1] == i + 1 || sign_of(outline, open) != '{' ||
            outline->pair[open] == open)
            continue;
        if (outline->function_count == FUNCTIONS_MAX)
            return;
        outline->functions[outline->function_count++] =
            (struct function){.name = i, .open = open, .close = outline->pair[open]};
        i = outline->pair[open];
    }
}

static bool same_name(const struct scan *scan, size_t a, size_t b)
{
    const struct token *one = scan_at(scan, a), *other = scan_at(scan, b);
    return one->size == other->size &&
           memcmp(scan->text + one->offset, scan->text + other->offset, one->size) == 0;
}

/* True: one more is. */
static bool reach(struct outline *outline, size_t name)
{
    for (size_t f = 0; f < outline->function_count; f++)
        if (same_name(&outline->scan, name, outline->functions[f].name)) {
            bool more = !outline->functions[f].reached;
            outline->functions[f].reached = true;
            return more;
        }
    return false;
}

static void reach_all(struct outline *outline)
{
    bool looked_at[FUNCTIONS_MAX] = {0}, more = false;
    for (size_t f = 0; f < outline->function_count; f++)
        if (is_name(outline, outline->functions[f].name, "verify"))
            more = outline->functions[f].reached = true;
    while (more) {
        more = false;
        for (size_t f = 0; f < outline->function_count; f++) {
            if (looked_at[f] || !outline->functions[f].reached)
                continue;
            looked_at[f] = true;
            for (size_t i = outline->functions[f].open; i < outline->functions[f].close; i++)
                if (scan_at(&outline->scan, i)->kind == TOKEN_NAME)
                    more |= reach(outline, i);
        }
    }
}

bool outline_init(struct outline *outline, const char *source, size_t size)
{
    *outline = (struct outline){0};
    if (!scan_init(&outline->scan, source, size))
        return false;
    outline->pair = calloc(outline->scan.count + 1, sizeof *outline->pair);
    outline->marks = calloc(outline->scan.count + 1, 1);
    outline->signs = calloc(outline->scan.count + 1, 1);
    outline->lines = calloc(outline->scan.count + 1, sizeof *outline->lines);
    if (!outline->pair || !outline->marks || !outline->signs || !outline->lines ||
        !pair_brackets(outline))
        return false;
    count_lines(outline);
    mark_all(outline);
    find_functions(outline);
    reach_all(outline);
    return true;
}

void outline_deinit(struct outline *outline)
{
    scan_deinit(&outline->scan);
    free(outline->pair);
    free(outline->marks);
    free(outline->signs);
    free(outline->lines);
    *outline = (struct outline){0};
}
