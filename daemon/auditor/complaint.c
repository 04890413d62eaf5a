/* SPDX-License-Identifier: Apache-2.0 */
/* complaint.c: see complaint.h. */
#include "daemon/auditor/complaint.h"

#include <string.h>

#include "lib/ring/words.h"

struct range {
    const char *from, *end;
};

static const char *find(struct range in, const char *words)
{
    return in.from < in.end ? memmem(in.from, (size_t)(in.end - in.from), words, strlen(words))
                            : NULL;
}

/* What stands from `from` to the line's end, or to one of the `stops` (NULL-terminated). */
static struct range phrase(struct range in, const char *from, const char *const *stops)
{
    const char *end = memchr(from, '\n', (size_t)(in.end - from));
    struct range found = {from, end ? end : in.end};
    for (; *stops; stops++) {
        const char *stop = find(found, *stops);
        found.end = stop ? stop : found.end;
    }
    return found;
}

static void append(struct complaint *out, struct range words)
{
    size_t used = strlen(out->text);
    words_clean(words.from, (size_t)(words.end - words.from), out->text + used,
                sizeof out->text - used);
}

/* The number behind the first "environment.c:". */
static uint32_t line_in(struct range in)
{
    static const char name[] = COMPLAINT_SOURCE ":";
    const char *at = find(in, name);
    uint32_t line = 0;
    if (!at)
        return 0;
    for (at += sizeof name - 1; at < in.end && *at >= '0' && *at <= '9' && line < SOURCE_MAX; at++)
        line = line * 10 + (uint32_t)(*at - '0');
    return line;
}

static void read_address(struct range in, const char *at, struct complaint *out)
{
    static const char *const stops[] = {" on address", " on unknown address", " (pc ", NULL},
                             *const access_stops[] = {" at ", NULL};
    static const char comma[] = ", ";
    struct range kind = phrase(in, at, stops), rest = {kind.end, in.end};
    append(out, kind);
    out->line = line_in(rest);
    const char *access = find(rest, "\nREAD of size ");
    access = access ? access : find(rest, "\nWRITE of size ");
    if (access) {
        append(out, (struct range){comma, comma + sizeof comma - 1});
        append(out, phrase(in, access + 1, access_stops));
    }
}

static void read_behaviour(struct range in, const char *at, struct complaint *out)
{
    static const char *const stops[] = {NULL};
    const char *line = at;
    while (line > in.from && line[-1] != '\n')
        line--;
    append(out, phrase(in, at, stops));
    out->line = line_in((struct range){line, at});
}

bool complaint_of_sanitizer(const char *text, size_t size, struct complaint *out)
{
    static const char address[] = "ERROR: AddressSanitizer: ", behaviour[] = "runtime error: ";
    struct range in = {text, text + size};
    const char *at = find(in, behaviour), *other = find(in, address);
    *out = (struct complaint){0};
    if (at && (!other || at < other))
        read_behaviour(in, at + sizeof behaviour - 1, out);
    else if (other)
        read_address(in, other + sizeof address - 1, out);
    return at || other;
}

void complaint_of_compiler(const char *text, size_t size, struct complaint *out)
{
    static const char *const stops[] = {NULL};
    static const char mark[] = "error: ";
    struct range in = {text, text + size};
    const char *at = find(in, mark);
    *out = (struct complaint){0};
    if (at)
        read_behaviour(in, at + sizeof mark - 1, out);
    else if (size)
        append(out, phrase(in, text, stops));
}
