/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c: the tokens of C, as far as the rules need them. */
#include "lib/compile/scan.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/utf8.h"

struct cursor {
    const char *text;
    size_t size, at;
    uint32_t line, column;
    bool directive, fresh; /* fresh: nothing but white space on this line so far */
};

static char peek(const struct cursor *c, size_t ahead)
{
    return c->at + ahead < c->size ? c->text[c->at + ahead] : '\0';
}

static bool at_splice(const struct cursor *c)
{
    return peek(c, 0) == '\\' && (peek(c, 1) == '\n' || (peek(c, 1) == '\r' && peek(c, 2) == '\n'));
}

/* One character, which may be several bytes. */
static void step(struct cursor *c)
{
    if (c->text[c->at] == '\n') {
        c->line++;
        c->column = 1;
        c->at++;
        return;
    }
    size_t length = utf8_length(c->text + c->at, c->size - c->at);
    c->at += length == 0 ? 1 : length;
    c->column++;
}

static void skip_comment(struct cursor *c, bool block)
{
    step(c);
    step(c);
    while (c->at < c->size) {
        if (block && peek(c, 0) == '*' && peek(c, 1) == '/') {
            step(c);
            step(c);
            return;
        }
        if (!block && peek(c, 0) == '\n')
            return;
        if (at_splice(c))
            step(c);
        step(c);
    }
}

static void skip_blank(struct cursor *c)
{
    while (c->at < c->size) {
        char here = peek(c, 0);
        if (here == '\n') {
            c->directive = false;
            c->fresh = true;
            step(c);
        } else if (at_splice(c)) {
            while (peek(c, 0) != '\n')
                step(c);
            step(c);
        } else if (here == ' ' || (here >= '\t' && here <= '\r')) {
            step(c);
        } else if (here == '/' && (peek(c, 1) == '/' || peek(c, 1) == '*')) {
            skip_comment(c, peek(c, 1) == '*');
        } else {
            return;
        }
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 128 || c == '$';
}

static void take_quoted(struct cursor *c, char quote)
{
    step(c);
    while (c->at < c->size && peek(c, 0) != quote && peek(c, 0) != '\n') {
        if (peek(c, 0) == '\\' && c->at + 1 < c->size)
            step(c);
        step(c);
    }
    if (peek(c, 0) == quote)
        step(c);
}

/* A preprocessing number: what follows its first digit, exponents' signs included. */
static void take_number(struct cursor *c)
{
    while (c->at < c->size && (is_name(peek(c, 0)) || peek(c, 0) == '.')) {
        char here = peek(c, 0);
        step(c);
        bool exponent = here == 'e' || here == 'E' || here == 'p' || here == 'P';
        if (exponent && (peek(c, 0) == '+' || peek(c, 0) == '-'))
            step(c);
    }
}

static uint32_t take_token(struct cursor *c)
{
    char here = peek(c, 0);
    if (here == '"' || here == '\'') {
        take_quoted(c, here);
        return here == '"' ? TOKEN_STRING : TOKEN_CHARACTER;
    }
    if (is_digit(here) || (here == '.' && is_digit(peek(c, 1)))) {
        take_number(c);
        return TOKEN_NUMBER;
    }
    if (!is_name(here)) {
        step(c);
        return TOKEN_SIGN;
    }
    while (c->at < c->size && is_name(peek(c, 0)))
        step(c);
    return TOKEN_NAME;
}

static bool scan_add(struct scan *scan, size_t *capacity, struct token token)
{
    if (scan->count == *capacity) {
        size_t more = *capacity == 0 ? 1024 : *capacity * 2;
        struct token *tokens = realloc(scan->tokens, more * sizeof *tokens);
        if (tokens == NULL)
            return false;
        scan->tokens = tokens;
        *capacity = more;
    }
    scan->tokens[scan->count++] = token;
    return true;
}

bool scan_init(struct scan *scan, const char *text, size_t size)
{
    *scan = (struct scan){.text = text, .size = size};
    struct cursor c = {.text = text, .size = size, .line = 1, .column = 1, .fresh = true};
    size_t capacity = 0;
    for (skip_blank(&c); c.at < size; skip_blank(&c)) {
        struct token token = {.offset = (uint32_t)c.at, .line = c.line, .column = c.column};
        token.first = c.fresh;
        c.directive |= c.fresh && peek(&c, 0) == '#';
        c.fresh = false;
        token.kind = take_token(&c);
        token.size = (uint32_t)c.at - token.offset;
        token.directive = c.directive;
        if (!scan_add(scan, &capacity, token))
            return false;
    }
    return true;
}

void scan_deinit(struct scan *scan)
{
    free(scan->tokens);
    *scan = (struct scan){0};
}

const struct token *scan_at(const struct scan *scan, size_t index)
{
    static const struct token end = {.kind = TOKEN_END};
    return index < scan->count ? &scan->tokens[index] : &end;
}

bool token_is(const struct scan *scan, const struct token *token, const char *text)
{
    return token->size == strlen(text) && token->kind != TOKEN_END &&
           memcmp(scan->text + token->offset, text, token->size) == 0;
}

const char *line_at(const char *text, size_t size, uint32_t line, size_t *length)
{
    const char *end = text + size;
    *length = 0;
    for (uint32_t i = 1; i < line; i++) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        if (next == NULL)
            return end;
        text = next + 1;
    }
    const char *next = memchr(text, '\n', (size_t)(end - text));
    *length = (size_t)((next == NULL ? end : next) - text);
    if (*length > 0 && text[*length - 1] == '\r')
        (*length)--;
    return text;
}
