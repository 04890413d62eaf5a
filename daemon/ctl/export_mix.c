/* SPDX-License-Identifier: Apache-2.0 */
/* export_mix.c: see export_mix.h. */
#include "daemon/ctl/export_mix.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/ctl/ctl.h"

/* A level at `*at`, which is moved behind it; 0: there is none. */
static json_int_t read_level(const char **at)
{
    char *end;
    if (strspn(*at, "0123456789") == 0 || strspn(*at, "0123456789") > 4)
        return 0;
    long level = strtol(*at, &end, 10);
    *at = end;
    return level;
}

/* ":3" or ":1-3" at `*at`. */
static bool read_levels(const char **at, json_t *entry)
{
    if (**at != ':')
        return true;
    ++*at;
    json_int_t low = read_level(at), high = low;
    if (low && **at == '-') {
        ++*at;
        high = read_level(at);
    }
    if (!low || !high)
        return false;
    json_object_set_new(entry, "levels", json_pack("[I, I]", low, high));
    return true;
}

/* "=2.5" at `*at`. */
static bool read_weight(const char **at, json_t *entry)
{
    char *end;
    if (**at != '=')
        return true;
    double weight = strtod(*at + 1, &end);
    if (end == *at + 1 || !(weight > 0))
        return false;
    *at = end;
    return json_object_set_new(entry, "weight", json_real(weight)) == 0;
}

json_t *export_mix_entry(const char *text)
{
    size_t name = strcspn(text, ":=");
    const char *at = text + name;
    json_t *entry = json_pack("{s:s%}", "env", text, name);
    if (entry && name && read_levels(&at, entry) && read_weight(&at, entry) && !*at)
        return entry;
    complain("'%s' is no entry of a mix: ENV[:LEVEL[-LEVEL]][=WEIGHT]", text);
    json_decref(entry);
    return NULL;
}
