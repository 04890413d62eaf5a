/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c: rules about single tokens and their neighbours. */
#include "lib/compile/rules.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static bool is_any(const struct scan *scan, const struct token *token, const char *const *words)
{
    for (; *words != NULL; words++)
        if (token_is(scan, token, *words))
            return true;
    return false;
}

/* Words that may stand between `long` and `double` of one type. */
static bool is_specifier(const struct scan *scan, const struct token *token)
{
    static const char *const words[] = {"const",    "volatile", "static",    "extern", "register",
                                        "restrict", "unsigned", "signed",    "inline", "typedef",
                                        "_Complex", "__const",  "_Noreturn", NULL};
    return is_any(scan, token, words);
}

/* Whether the type that has `first` as its first long or double has the other one too. */
static bool is_long_double(const struct scan *scan, size_t first)
{
    const char *other = token_is(scan, scan_at(scan, first), "long") ? "double" : "long";
    size_t i = first + 1;
    while (is_specifier(scan, scan_at(scan, i)))
        i++;
    return token_is(scan, scan_at(scan, i), other);
}

/* 1.0L, 1e3l, 0x1p3L: a suffix l on a constant that is no integer. */
static bool is_long_double_constant(const struct scan *scan, const struct token *token)
{
    const char *text = scan->text + token->offset;
    char last = text[token->size - 1];
    if (token->kind != TOKEN_NUMBER || (last != 'l' && last != 'L'))
        return false;
    bool hexadecimal = token->size > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *marks = hexadecimal ? ".pP" : ".eE";
    for (uint32_t i = 0; i < token->size; i++)
        if (strchr(marks, text[i]) != NULL && text[i] != '\0')
            return true;
    return false;
}

static void check_type(struct diagnosis *d, size_t i)
{
    const struct token *token = scan_at(d->scan, i);
    bool type = (token_is(d->scan, token, "long") || token_is(d->scan, token, "double")) &&
                is_long_double(d->scan, i);
    if (type || is_long_double_constant(d->scan, token))
        diagnose_at(d, token, "Use double.",
                    "long double is not offered: it differs between machines");
}

static void check_assembly(struct diagnosis *d, const struct token *token)
{
    static const char *const words[] = {"asm", "__asm", "__asm__", NULL};
    if (is_any(d->scan, token, words))
        diagnose_at(d, token, "Write it in C.", "inline assembly is not offered");
}

/* libtcc takes what follows, lines of it, for the string. */
static void check_quotes(struct diagnosis *d, const struct token *token)
{
    const char *text = d->scan->text + token->offset;
    if (token->kind == TOKEN_STRING && !token->directive &&
        (token->size < 2 || text[token->size - 1] != '"'))
        diagnose_at(d, token, "For a line's end within a string write \\n.",
                    "the string has no closing quote on its line");
}

/* The bounds [N][M]… from token `i` on, where they are plain numbers; 0 where there is none. */
static unsigned long long bounds_product(const struct scan *scan, size_t i)
{
    unsigned long long product = 0;
    while (token_is(scan, scan_at(scan, i), "[") && scan_at(scan, i + 1)->kind == TOKEN_NUMBER &&
           token_is(scan, scan_at(scan, i + 2), "]")) {
        unsigned long long bound = strtoull(scan->text + scan_at(scan, i + 1)->offset, NULL, 0);
        product = product == 0 ? 1 : product;
        if (__builtin_mul_overflow(product, bound, &product))
            return ULLONG_MAX;
        i += 3;
    }
    return product;
}

/* libtcc counts bytes in 32 bits: 65536 × 65536 would be an array of none. */
static void check_bounds(struct diagnosis *d, size_t i)
{
    if (i > 0 && token_is(d->scan, scan_at(d->scan, i - 1), "]"))
        return; /* counted with the first */
    if (token_is(d->scan, scan_at(d->scan, i), "[") &&
        bounds_product(d->scan, i) > ARRAY_ELEMENTS_MAX)
        diagnose_at(d, scan_at(d->scan, i), NULL, "an array of more than %d elements",
                    (int)ARRAY_ELEMENTS_MAX);
}

static void check_directive(struct diagnosis *d, size_t i)
{
    const struct token *token = scan_at(d->scan, i), *word = scan_at(d->scan, i + 1);
    if (!token->directive || !token->first || !word->directive)
        return;
    if (token_is(d->scan, word, "line") || word->kind == TOKEN_NUMBER)
        diagnose_at(d, word, "Drop it.", "#line is not offered: diagnostics point at real lines");
    if (token_is(d->scan, word, "pragma") && token_is(d->scan, scan_at(d->scan, i + 2), "comment"))
        diagnose_at(d, word, "Drop it.", "#pragma comment is not offered");
}

/* Reports once. */
static void check_nesting(struct diagnosis *d)
{
    unsigned depth = 0;
    for (size_t i = 0; i < d->scan->count; i++) {
        const struct token *token = scan_at(d->scan, i);
        if (token->kind != TOKEN_SIGN)
            continue;
        char sign = d->scan->text[token->offset];
        if (strchr("([{", sign) != NULL && sign != '\0' && ++depth > NESTING_MAX) {
            diagnose_at(d, token, NULL, "brackets are nested deeper than %d", (int)NESTING_MAX);
            return;
        }
        if (strchr(")]}", sign) != NULL && sign != '\0' && depth > 0)
            depth--;
    }
}

void rules_check(struct diagnosis *d)
{
    for (size_t i = 0; i < d->scan->count; i++) {
        check_type(d, i);
        check_quotes(d, scan_at(d->scan, i));
        check_assembly(d, scan_at(d->scan, i));
        check_bounds(d, i);
        check_directive(d, i);
    }
    check_nesting(d);
}
