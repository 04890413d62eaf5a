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

/* One response to be judged. Spans point into the request that the item belongs to. */
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

    enum outcome refusal; /* OUTCOME_OK, or why it cannot be scored: BAD_REQUEST, TOO_LARGE */
    struct request_trouble trouble; /* where it cannot */
};

/* One element of a batch's items: a single item, or a group whose items share an instance. */
struct score_entry {
    size_t first, count; /* of the request's items */
    bool group;
};

struct score_request {
    json_t *root; /* owned: items point into it */
    struct score_entry *entries;
    size_t entry_count;
    struct score_item *items;
    size_t item_count;
    char **texts; /* owned: what was put together for items */
    size_t text_count, text_capacity;
};

/* Reads a body, which is changed in place. False and `trouble` where the request as a whole is
 * wrong; a wrong item of a batch is an item with a refusal. On false there is nothing to deinit. */
bool score_request_single(struct score_request *request, char *body, size_t size,
                          struct request_trouble *trouble);
bool score_request_batch(struct score_request *request, char *body, size_t size,
                         struct request_trouble *trouble);
void score_request_deinit(struct score_request *request);

#endif
