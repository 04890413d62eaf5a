/* SPDX-License-Identifier: Apache-2.0 */
/* request_score.h: the bodies of POST /v1/score and /v1/score/batch become score_items. What an
 * item asks for is checked for form here and for meaning (does the environment exist) in scoring.
 * Pure: no engine, no HTTP. */
#ifndef FRONT_REQUEST_SCORE_H
#define FRONT_REQUEST_SCORE_H

#include "daemon/front/request_address.h"
#include "daemon/front/request_json.h"
#include "proto/outcome.h"

enum {
    VERDICTS_MAX = 4096, /* verdicts of one request: a large batch of rollouts */
    LABEL_MAX = 512,     /* bytes of an item's id or group, which are echoed */
    DEADLINE_MS_DEFAULT = 60 * 1000,
    DEADLINE_MS_MAX = 600 * 1000,
};

struct span {
    const char *data; /* NULL where the request does not say */
    size_t size;
};

/* What a client calls an item or its group: echoed as it came, a string or an integer. */
struct label {
    enum { LABEL_NONE, LABEL_TEXT, LABEL_INTEGER } kind;
    struct span text;
    int64_t integer;
};

/* The same, and not none. */
bool label_equal(const struct label *one, const struct label *other);

/* One response to be judged. Spans point into the body that the item was read from, or to what its
 * request has made. */
struct score_item {
    struct label id, group;
    struct address address;
    bool any_version;  /* "version": "active" */
    bool has_given;    /* a checker's item; else level and seed are set */
    bool has_instance; /* level and seed are set */
    struct span given;
    struct span response;
    unsigned extract; /* enum rs_extract or EXTRACT_DECLARED */
    unsigned flags;   /* enum job_flags */
    unsigned deadline_ms;
    bool has_format_weight;
    double format_weight; /* from 0 to 1; 0 where the request does not say */

    enum outcome refusal; /* OUTCOME_OK, or why it cannot be scored: BAD_REQUEST, TOO_LARGE */
    const struct request_trouble *trouble; /* where it cannot; the request's */
};

/* One element of a batch's items: a single item, or a group whose items share an instance. */
struct score_entry {
    size_t first, count; /* of the request's items */
    bool group;
};

/* Begins as {0}, and may be read into again after score_request_clear: then nothing is allocated
 * for what has been as large before. */
struct score_request {
    struct score_entry *entries;
    size_t entry_count, entry_capacity;
    struct score_item *items;
    size_t item_count, item_capacity;
    void **made; /* owned: what items point to and the body does not hold */
    size_t made_count, made_capacity;
};

/* Reads a body, which is changed in place, and which items point into: it must stay until the
 * request is cleared. `document` is free again at once. False and `trouble` where the request as a
 * whole is wrong; a wrong item of a batch is an item with a refusal. On false the request is empty.
 */
bool score_request_single(struct score_request *request, struct document *document, char *body,
                          size_t size, struct request_trouble *trouble);
bool score_request_batch(struct score_request *request, struct document *document, char *body,
                         size_t size, struct request_trouble *trouble);
/* Items one by one, for bodies of other shapes: room for `count` single ones first; then each with
 * its response, or with the trouble that spoils it. */
bool score_request_reserve(struct score_request *request, size_t count,
                           struct request_trouble *trouble);
struct item_reading;
void score_request_add(struct score_request *request, struct item_reading *reading,
                       struct span response);
void score_request_add_spoilt(struct score_request *request, struct item_reading *reading,
                              const struct request_trouble *trouble);
/* Takes what an item points to, to be freed with the request. False: no memory, it is freed. */
bool score_request_keep(struct score_request *request, void *what);

/* Empty again; the memory is kept, unless the request was an unusually large one. */
void score_request_clear(struct score_request *request);
void score_request_deinit(struct score_request *request);

#endif
