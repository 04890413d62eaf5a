/* SPDX-License-Identifier: Apache-2.0 */
/* document_own.h: what the parts of document.c share. */
#ifndef JSON_DOCUMENT_OWN_H
#define JSON_DOCUMENT_OWN_H

#include "lib/json/document.h"

/* A text on its way into a document. */
struct reading {
    struct document *document;
    char *start, *at, *end;
    size_t values, values_max; /* as the limit counts them */
    unsigned depth;
    int status; /* what document_read will return */
};

/* Ends the reading with `answer` and returns false, so that a function can end with it. */
bool reading_fail(struct reading *reading, int answer, const char *at, const char *sentence);

/* `at` is behind the opening quote, and then behind the closing one. */
bool reading_string(struct reading *reading, struct value *out);
/* `at` is at a digit or '-', and then behind the number. */
bool reading_number(struct reading *reading, struct value *out);
/* Whether the keys of an object that has been read are distinct. */
bool reading_keys(struct reading *reading, const struct value *object);

#endif
