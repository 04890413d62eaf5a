/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h: an answer as the readers see it, and what they share. Private to the runtime.
 *
 * An rs_answer is a text and a place in it: the whole answer, or one of its fields. All of one
 * answer share a struct answer, where the first refusal and the reason are kept. */
#ifndef RUNTIME_ANSWER_H
#define RUNTIME_ANSWER_H

#include <stdarg.h>

#include "lib/runtime/runtime.h"

enum {
    UNESCAPED_MAX = RS_TEXT_MAX, /* bytes of JSON strings with escapes: any oracle's answer fits */
    FIELD_NAME_MAX = 63,         /* bytes of a name in front of = or : */
    REAL_BYTES_MAX = 400,        /* of a real number's token: exact doubles have fewer */
    FOUND_MAX = 40,              /* bytes of the answer that a reason shows */
};

/* What the token before means for the next one. */
enum before {
    BEFORE_NOTHING, /* no comma may follow: at the start, after a line, after an opening bracket */
    BEFORE_VALUE,   /* white space, comma or semicolon must follow before the next value */
    BEFORE_TOKEN,   /* they may */
};

struct rs_answer {
    struct answer *answer;
    const char *text;
    size_t size, at;
    enum before before;

    /* Fields, once somebody has asked for one. */
    bool indexed, fielded; /* rs_field was called */
    bool loose;            /* there is text outside of the fields */
    size_t fields_end;
    const char *problem; /* why there are no fields; NULL */

    /* Where this is a field: */
    const rs_answer *parent;
    const char *name;
    size_t name_size;
    bool asked;
};

struct answer {
    rs_answer whole;   /* first: the rs_answer that answer_init returns is the struct answer */
    rs_answer nothing; /* what rs_field returns where it refuses */
    bool refused, rejected;
    unsigned reason_size;
    char reason[REASON_MAX];
    double metrics[RS_METRICS_MAX];
    unsigned field_count;
    rs_answer fields[ANSWER_FIELDS_MAX];
    size_t unescaped_size;
    char unescaped[UNESCAPED_MAX];
};

/* ---- answer.c */

/* The first reason stays. `what` is shown as what was expected, in front of what was found at the
 * current place. */
void refuse_expected(rs_answer *answer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void refuse(rs_answer *answer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- token.c */

static inline bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}
/* Letters, digits, underscores, and all that is not ASCII. */
bool is_word_byte(char byte);
bool same_letters(const char *a, const char *b, size_t size); /* ASCII letters' case ignored */
size_t skip_space(const rs_answer *answer, size_t at);
char byte_at(const rs_answer *answer, size_t at); /* 0 past the end */

/* Goes to the start of the next value: over white space and what may separate. False where a
 * refusal stands, or comes because nothing separates the two values. */
bool start_value(rs_answer *answer, const char *expected);
/* The same place, without going there and without refusing. */
size_t token_start(const rs_answer *answer);
void end_value(rs_answer *answer, size_t at);
/* Up to white space, comma or semicolon. */
size_t word_end(const rs_answer *answer, size_t at);
/* A number may end before `at`: what is there does not continue it. */
bool number_may_end(const rs_answer *answer, size_t at);
size_t skip_digits(const rs_answer *answer, size_t at);

/* ---- json.c and field.c */

/* Adds a field to `parent`. Returns NULL, or the problem. */
const char *add_field(rs_answer *parent, const char *name, size_t name_size, const char *text,
                      size_t size);
/* Reads the JSON object at `parent->at`. Returns NULL, or the problem. */
const char *index_object(rs_answer *parent);

#endif
