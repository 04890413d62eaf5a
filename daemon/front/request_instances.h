/* SPDX-License-Identifier: Apache-2.0 */
/* request_instances.h: the bodies of POST /v1/instances and /v1/instances/resolve. Checked for form
 * only. Pure. */
#ifndef FRONT_REQUEST_INSTANCES_H
#define FRONT_REQUEST_INSTANCES_H

#include "daemon/front/request_address.h"
#include "daemon/front/request_json.h"

enum {
    INSTANCES_MAX = 4096, /* of one request */
    /* Of one that is answered as a stream: where distinct, 4 MiB remember what was written. */
    INSTANCES_STREAM_MAX = 65536,
    MIX_MAX = 256, /* entries of a mix */
    CURSOR_MAX = 64,
};

/* One environment, or all of them, with a range of levels. */
struct mix_entry {
    struct address address; /* name "": every active environment */
    unsigned low, high;     /* levels; 0, 0: all */
    double weight;          /* above 0 */
};

enum instance_format {
    FORMAT_BARE,   /* not asked for: no messages */
    FORMAT_NONE,   /* messages without an instruction */
    FORMAT_ANSWER, /* between <answer> tags */
    FORMAT_BOXED,  /* in \boxed{} */
};

/* What the message before the question asks for. */
enum instance_system {
    SYSTEM_NONE,  /* there is none */
    SYSTEM_THINK, /* thoughts in <think> tags, the answer in <answer> tags */
    SYSTEM_BOXED, /* the answer in \boxed{} */
};

struct instances_request {
    struct mix_entry *entries; /* owned; for {"env", "level"} one with low == high */
    size_t entry_count;
    bool mixed;
    uint64_t start; /* the first seed, or the first position of the mix */
    uint64_t end;   /* the last seed allowed */
    bool has_cursor;
    char cursor[CURSOR_MAX];
    unsigned count;
    bool distinct, answers;
    enum instance_format format;
    enum instance_system system;
};
/* These change the body in place, and keep nothing of it. */
bool instances_request_read(struct instances_request *request, struct document *document,
                            char *body, size_t size, struct request_trouble *trouble);
void instances_request_deinit(struct instances_request *request);
/* Whether an answer of this kind can hold so many. */
bool instances_request_fits(const struct instances_request *request, bool stream,
                            struct request_trouble *trouble);
/* A row of a trainer has a prompt, and no oracle's answer: where the request does not say how the
 * model is told the answer's form, the question says so. */
bool instances_request_to_rows(struct instances_request *request, struct request_trouble *trouble);

struct resolve_request {
    struct address *addresses; /* owned */
    size_t count;
};
bool resolve_request_read(struct resolve_request *request, struct document *document, char *body,
                          size_t size, struct request_trouble *trouble);
void resolve_request_deinit(struct resolve_request *request);

#endif
