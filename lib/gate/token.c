/* SPDX-License-Identifier: Apache-2.0 */
/* token.c: see token.h. */
#include "lib/gate/token.h"

#include <string.h>

static bool separates(char byte)
{
    return byte && strchr(" \t\r\n\v\f,;()[]{}", byte);
}

unsigned tokens_find(struct token *out, unsigned max, const char *text, size_t size)
{
    unsigned count = 0;
    for (size_t at = 0; at < size && count < max;) {
        while (at < size && separates(text[at]))
            at++;
        size_t start = at;
        while (at < size && !separates(text[at]))
            at++;
        if (at > start)
            out[count++] = (struct token){text + start, (unsigned)(at - start)};
    }
    return count;
}

static void split_characters(struct tokens *tokens)
{
    const struct token word = tokens->token[0];
    tokens->characters = true;
    tokens->cut = word.size > TOKENS_MAX;
    tokens->count = tokens->cut ? TOKENS_MAX : word.size;
    for (unsigned i = 0; i < tokens->count; i++)
        tokens->token[i] = (struct token){word.text + i, 1};
}

bool token_number(const struct token *token)
{
    bool digit = false;
    for (unsigned i = 0; i < token->size; i++) {
        digit |= token->text[i] >= '0' && token->text[i] <= '9';
        if (!strchr("0123456789+-./eE%", token->text[i]))
            return false;
    }
    return digit;
}

/* Characters beyond ASCII stay whole with their word. */
static bool is_plain(const struct token *token)
{
    for (unsigned i = 0; i < token->size; i++)
        if ((unsigned char)token->text[i] >= 0x80)
            return false;
    return true;
}

void tokens_split(struct tokens *tokens, const char *text, size_t size)
{
    tokens->text = text;
    tokens->size = size;
    tokens->characters = false;
    tokens->count = tokens_find(tokens->token, TOKENS_MAX, text, size);
    tokens->cut = tokens->count == TOKENS_MAX;
    if (tokens->count == 1 && tokens->token[0].size > 1 && !token_number(&tokens->token[0]) &&
        is_plain(&tokens->token[0]))
        split_characters(tokens);
}

bool token_spells(const struct token *token, const char *text, size_t size)
{
    return token->size == size && memcmp(token->text, text, size) == 0;
}

bool token_same(const struct token *a, const struct token *b)
{
    return token_spells(a, b->text, b->size);
}

bool token_integer(const struct token *token, int64_t *value)
{
    enum { DIGITS_MAX = 18 };
    unsigned sign = token->size && (token->text[0] == '-' || token->text[0] == '+');
    if (token->size == sign || token->size - sign > DIGITS_MAX)
        return false;
    *value = 0;
    for (unsigned i = sign; i < token->size; i++) {
        if (token->text[i] < '0' || token->text[i] > '9')
            return false;
        *value = *value * 10 + (token->text[i] - '0');
    }
    if (token->text[0] == '-')
        *value = -*value;
    return true;
}

static size_t begin_of(const struct tokens *tokens, unsigned index)
{
    return (size_t)(tokens->token[index].text - tokens->text);
}

static size_t end_of(const struct tokens *tokens, unsigned index)
{
    return begin_of(tokens, index) + tokens->token[index].size;
}

void tokens_replace(struct buffer *out, const struct tokens *tokens, unsigned index,
                    const char *with, size_t size)
{
    size_t begin = begin_of(tokens, index), end = end_of(tokens, index);
    if (size == 0 && index > 0)
        begin = end_of(tokens, index - 1);
    else if (size == 0 && index + 1 < tokens->count)
        end = begin_of(tokens, index + 1);
    buffer_append(out, tokens->text, begin);
    buffer_append(out, with, size);
    buffer_append(out, tokens->text + end, tokens->size - end);
}

void tokens_swap(struct buffer *out, const struct tokens *tokens, unsigned a, unsigned b)
{
    if (a > b) {
        unsigned first = b;
        b = a;
        a = first;
    }
    const struct token *one = &tokens->token[a], *two = &tokens->token[b];
    buffer_append(out, tokens->text, begin_of(tokens, a));
    buffer_append(out, two->text, two->size);
    buffer_append(out, tokens->text + end_of(tokens, a), begin_of(tokens, b) - end_of(tokens, a));
    buffer_append(out, one->text, one->size);
    buffer_append(out, tokens->text + end_of(tokens, b), tokens->size - end_of(tokens, b));
}

void tokens_prefix(struct buffer *out, const struct tokens *tokens, unsigned count)
{
    if (count > 0)
        buffer_append(out, tokens->text, end_of(tokens, count - 1));
}

struct token tokens_separator(const struct tokens *tokens)
{
    if (tokens->characters)
        return (struct token){"", 0};
    if (tokens->count < 2)
        return (struct token){" ", 1};
    size_t end = end_of(tokens, 0);
    return (struct token){tokens->text + end, (unsigned)(begin_of(tokens, 1) - end)};
}
