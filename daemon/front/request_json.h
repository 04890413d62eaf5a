/* SPDX-License-Identifier: Apache-2.0 */
/* request_json.h: a body becomes a JSON value, and a value's members become C values; what is wrong
 * is said with its place. Runs on the HTTP threads; does not block. */
#ifndef FRONT_REQUEST_JSON_H
#define FRONT_REQUEST_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buffer.h"

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

/* The guard, then jansson: duplicates refused, NUL escapes allowed, lone surrogates mended in
 * `body`. NULL and `trouble`; else the caller's to json_decref. */
json_t *request_load(char *body, size_t size, struct request_trouble *trouble);

/* A member that a request may hold, and what reads it. `read` returns false with
 * trouble->message set; trouble->place is the caller's business. */
struct request_field {
    const char *name;
    bool (*read)(void *context, json_t *value, struct request_trouble *trouble);
};
/* Reads each member of `object` by the table; unknown names are trouble. `prefix` is what the place
 * begins with ("items[3]." or ""). */
bool request_read_fields(json_t *object, const struct request_field *fields, size_t count,
                         const char *prefix, void *context, struct request_trouble *trouble);

/* An integer within low … high, never through a double. */
bool request_read_integer(const json_t *value, int64_t low, int64_t high, int64_t *out,
                          struct request_trouble *trouble);

/* Writes a value as JSON text. Numbers as the shortest text that reads back: what jansson prints
 * (3.2000000000000002) would be another ground truth than what was sent. */
void request_write(const json_t *value, struct buffer *out);

#endif
