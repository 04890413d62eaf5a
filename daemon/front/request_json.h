/* SPDX-License-Identifier: Apache-2.0 */
/* request_json.h: a body becomes a JSON value, and a value's members become C values; what is wrong
 * is said with its place. Runs on the HTTP threads; does not block. */
#ifndef FRONT_REQUEST_JSON_H
#define FRONT_REQUEST_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/json/document.h"

/* What is wrong with a request, for the one error shape. */
struct request_trouble {
    char code[24];     /* "bad_json", "bad_request", "too_large" … */
    char place[96];    /* "items[3].level", "byte 812", or "" */
    char message[240]; /* a sentence, the place not repeated */
    char hint[160];    /* or "" */
};
/* Fills `trouble` and returns false, so that a function can end with it. */
__attribute__((format(printf, 4, 5))) bool trouble_set(struct request_trouble *trouble,
                                                       const char *code, const char *place,
                                                       const char *format, ...);

/* Reads a body, which is changed in place. The root, or NULL and `trouble`. */
const struct value *request_load(struct document *document, char *body, size_t size,
                                 struct request_trouble *trouble);

/* A member that a request may hold, and what reads it. `read` returns false with
 * trouble->message set; trouble->place is the caller's business. */
struct request_field {
    const char *name;
    bool (*read)(void *context, const struct value *value, struct request_trouble *trouble);
};
enum { REQUEST_FIELDS_MAX = 16 };
/* Reads each member of `object` by the table; unknown names are trouble. On false the place is the
 * member's name. */
bool request_read_fields(const struct value *object, const struct request_field *fields,
                         size_t count, void *context, struct request_trouble *trouble);
/* Puts what leads to an object ("items[3].") before the place of a trouble in it. */
void trouble_within(struct request_trouble *trouble, const char *prefix);

/* An integer within low … high, never through a double. */
bool request_read_integer(const struct value *value, int64_t low, int64_t high, int64_t *out,
                          struct request_trouble *trouble);

#endif
