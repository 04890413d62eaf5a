/* SPDX-License-Identifier: Apache-2.0 */
/* log_json.c: see log.h: pairs as log_event is given them, as members of a JSON object. */
#include "lib/base/log.h"

#include <stdio.h>
#include <string.h>

/* Of one member: where it is put together, and whether it still fits. */
struct member {
    char *at, *end; /* room is left for one more NUL */
};

static bool put(struct member *member, const char *bytes, size_t size)
{
    if ((size_t)(member->end - member->at) < size)
        return false;
    memcpy(member->at, bytes, size);
    member->at += size;
    return true;
}

/* A value in quotes, behind the first one: \xNN is no escape of JSON's, and \" and \\ are the same.
 * Returns what follows the closing quote; NULL: no room, or there is none. */
static const char *put_quoted(struct member *member, const char *text)
{
    bool fits = put(member, "\"", 1);
    for (; fits && *text && *text != '"'; text++) {
        bool escaped = *text == '\\' && text[1];
        if (escaped && text[1] == 'x' && text[2] && text[3]) {
            fits = put(member, "\\u00", 4) && put(member, text + 2, 2);
            text += 3;
        } else if (escaped) {
            fits = put(member, text++, 2);
        } else {
            fits = put(member, text, 1);
        }
    }
    return fits && *text == '"' && put(member, "\"", 1) ? text + 1 : NULL;
}

static bool is_number(const char *text, size_t size)
{
    size_t sign = *text == '-';
    bool leads = text[sign] == '0' && size > sign + 1; /* with a zero: a name in digits */
    return size > sign && size < 16 && !leads && strspn(text + sign, "0123456789") >= size - sign;
}

static const char *put_bare(struct member *member, const char *text)
{
    size_t size = strcspn(text, " ");
    bool number = is_number(text, size);
    bool fits = number || put(member, "\"", 1);
    for (size_t i = 0; fits && i < size; i++)
        fits = (unsigned char)text[i] < ' ' || text[i] == '"' || text[i] == '\\'
                   ? put(member, "?", 1)
                   : put(member, text + i, 1);
    return fits && (number || put(member, "\"", 1)) ? text + size : NULL;
}

unsigned long log_members(const char *pairs, char *out, unsigned long size)
{
    struct member member = {out, out + size - 1};
    char *whole = out;
    while (*pairs) {
        size_t key = strcspn(pairs, "= ");
        if (pairs[key] != '=' || !put(&member, ",\"", 2) || !put(&member, pairs, key) ||
            !put(&member, "\":", 2))
            break;
        pairs += key + 1;
        pairs = *pairs == '"' ? put_quoted(&member, pairs + 1) : put_bare(&member, pairs);
        if (!pairs)
            break;
        whole = member.at;
        pairs += strspn(pairs, " ");
    }
    *whole = '\0';
    return (unsigned long)(whole - out);
}
