/* SPDX-License-Identifier: Apache-2.0 */
/* members.h: the members of an object as they stand in its text, for who hands most of them on
 * byte for byte. The text is one that document_read has taken, before it changed it: what is
 * malformed is not found out here, but nothing outside the text is read either.
 *
 *     struct members members;
 *     for (members_open(&members, text, size); members_next(&members, &member);) */
#ifndef JSON_MEMBERS_H
#define JSON_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

struct members {
    const char *at, *end;
};

struct member {
    const char *key;   /* within its quotes, as it is written */
    size_t key_size;   /* bytes */
    const char *start; /* the key's opening quote */
    const char *value;
    const char *end; /* behind the value */
};

/* `text` may begin with white space; what is no object has no members. */
void members_open(struct members *members, const char *text, size_t size);
bool members_next(struct members *members, struct member *out);

/* Whether the key is `name`, or begins with it, however it is escaped. `name` is ASCII. */
bool member_is(const struct member *member, const char *name);
bool member_begins(const struct member *member, const char *name);

#endif
