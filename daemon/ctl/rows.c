/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c: see rows.h. */
#include "daemon/ctl/rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/hash.h"
#include "proto/limits.h"

json_t *row_about(json_t *row)
{
    const char *key;
    json_t *member;
    json_object_foreach(row, key, member)
    {
        if (json_is_string(json_object_get(member, "instance")))
            return member;
    }
    return json_is_string(json_object_get(row, "instance")) ? row : NULL;
}

const char *row_question(json_t *value)
{
    const char *key, *found = NULL;
    json_t *member;
    if (json_is_array(value)) {
        json_t *last = json_array_get(value, json_array_size(value) - 1);
        const char *role = json_string_value(json_object_get(last, "role"));
        bool user = role && strcmp(role, "user") == 0;
        return user ? json_string_value(json_object_get(last, "content")) : NULL;
    }
    json_object_foreach(value, key, member)
    {
        if (!found && (json_is_array(member) || json_is_object(member)))
            found = row_question(member);
    }
    return found;
}

bool row_seed(json_t *row, uint64_t *seed)
{
    const char *address = json_string_value(json_object_get(row_about(row), "instance"));
    const char *colon = address ? strrchr(address, ':') : NULL;
    char *end;
    if (!colon || colon[1] < '0' || colon[1] > '9')
        return false;
    errno = 0;
    *seed = strtoull(colon + 1, &end, 10);
    return !errno && !*end;
}

/* ---- Versions ------------------------------------------------------------------------------- */

/* NAME@VERSION with VERSION_SHORT digits of it; false: the text is no address. */
static bool read_version(const char *text, char out[NAME_MAX_BYTES + VERSION_SHORT + 1])
{
    static const char name_bytes[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    static const char hex_bytes[] = "0123456789abcdef";
    size_t name = strspn(text, name_bytes);
    if (!name || name >= NAME_MAX_BYTES || text[name] != '@')
        return false;
    const char *version = text + name + 1;
    size_t digits = strspn(version, hex_bytes);
    const char *tail = version + digits;
    if (digits < VERSION_SHORT || digits >= HASH_HEX)
        return false;
    if (*tail && (*tail != ':' || strspn(tail, ":0123456789") != strlen(tail)))
        return false;
    snprintf(out, NAME_MAX_BYTES + VERSION_SHORT + 1, "%.*s@%.*s", (int)name, text, VERSION_SHORT,
             version);
    return true;
}

static void read_string(const char *text, json_t *versions)
{
    char version[NAME_MAX_BYTES + VERSION_SHORT + 1];
    if (read_version(text, version)) {
        json_object_set_new(versions, version, json_true());
    } else if (*text == '{') {
        json_t *inner = json_loads(text, JSON_ALLOW_NUL, NULL);
        row_versions(inner, versions);
        json_decref(inner);
    }
}

void row_versions(json_t *value, json_t *versions)
{
    const char *key;
    json_t *member;
    size_t i;
    if (json_is_string(value))
        read_string(json_string_value(value), versions);
    json_object_foreach(value, key, member) row_versions(member, versions);
    json_array_foreach(value, i, member) row_versions(member, versions);
}
