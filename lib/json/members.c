/* SPDX-License-Identifier: Apache-2.0 */
/* members.c: see members.h. Between brackets only strings need to be told from the rest. */
#include "lib/json/members.h"

#include <string.h>

#include "lib/base/hex.h"

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static void skip_spaces(struct members *members)
{
    while (members->at < members->end && is_space(*members->at))
        members->at++;
}

static bool take(struct members *members, char byte)
{
    skip_spaces(members);
    if (members->at == members->end || *members->at != byte)
        return false;
    members->at++;
    return true;
}

/* `at` is behind the opening quote, and then behind the closing one. */
static bool skip_string(struct members *members)
{
    while (members->at < members->end) {
        char byte = *members->at++;
        if (byte == '"')
            return true;
        if (byte == '\\' && members->at < members->end)
            members->at++;
    }
    return false;
}

/* To the comma or bracket behind the value, or the white space before that. */
static bool skip_value(struct members *members)
{
    size_t depth = 0;
    while (members->at < members->end) {
        char byte = *members->at;
        if (depth == 0 && (byte == ',' || byte == '}' || byte == ']' || is_space(byte)))
            return true;
        members->at++;
        if (byte == '{' || byte == '[')
            depth++;
        else if (byte == '}' || byte == ']')
            depth--; /* was above 0 */
        else if (byte == '"' && !skip_string(members))
            return false;
    }
    return depth == 0;
}

void members_open(struct members *members, const char *text, size_t size)
{
    *members = (struct members){text, text + size};
    if (!take(members, '{'))
        members->at = members->end;
}

bool members_next(struct members *members, struct member *out)
{
    take(members, ',');
    if (!take(members, '"'))
        return false;
    out->start = members->at - 1;
    out->key = members->at;
    if (!skip_string(members))
        return false;
    out->key_size = (size_t)(members->at - 1 - out->key);
    if (!take(members, ':'))
        return false;
    skip_spaces(members);
    out->value = members->at;
    if (!skip_value(members))
        return false;
    out->end = members->at;
    return true;
}

/* ---- Keys ----------------------------------------------------------------------------------- */

/* The next character of a key where that is ASCII and may stand in a name; else −1. */
static int next_character(const char **at, const char *end)
{
    if (**at != '\\')
        return (unsigned char)*(*at)++;
    if (end - *at < 6 || (*at)[1] != 'u')
        return -1;
    int unit = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit((*at)[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    *at += 6;
    return unit < 0x80 ? unit : -1;
}

/* Where `name` ends in the key; NULL where the key does not begin with it. */
static const char *after(const struct member *member, const char *name)
{
    const char *at = member->key, *end = at + member->key_size;
    for (; *name; name++)
        if (at == end || next_character(&at, end) != *name)
            return NULL;
    return at;
}

bool member_is(const struct member *member, const char *name)
{
    return after(member, name) == member->key + member->key_size;
}

bool member_begins(const struct member *member, const char *name)
{
    return after(member, name) != NULL;
}
