/* SPDX-License-Identifier: Apache-2.0 */
/* gate_record.h: calls that the gate made and what came of them, kept to be made again of another
 * build of the same source. Bounded: where a family of checks makes more calls of a kind than are
 * kept, every second, fourth … of them is, so that the same source leaves the same record. */
#ifndef CTL_GATE_RECORD_H
#define CTL_GATE_RECORD_H

#include "daemon/ctl/local.h"
#include "lib/gate/gate.h"

enum {
    RECORD_FAMILIES = 16,               /* of checks; beyond that they share */
    RECORD_CALLS_MAX = 1024,            /* of one family and kind of job */
    RECORD_BYTES_MAX = 4 * 1024 * 1024, /* of their states and responses */
};

struct recorded {
    struct lane_job job; /* `state` is the gate's until gate_free, or owned */
    void *own_state, *own_text;
    uint64_t digest; /* of the job */
    size_t bytes;
    enum outcome outcome;
    bool judged; /* `verdict` is filled */
    struct verdict_slot verdict;
    uint8_t output[HASH_BYTES]; /* SHA-256 */
};

/* Bit by bit. */
bool recorded_same(const double *a, const double *b, size_t count);

struct record {
    struct stratum {
        struct recorded *list; /* owned; RECORD_CALLS_MAX of them; NULL where there are none */
        unsigned count, seen, stride;
        size_t bytes;
    } strata[RECORD_FAMILIES][JOB_KINDS];
};
struct record *record_new(void);         /* NULL without memory */
void record_free(struct record *record); /* NULL does nothing */

/* Keeps a probe that has been answered: before gate_take. Without memory, or where the same call is
 * kept already, it does not. */
void record_keep(struct record *record, const struct probe *probe,
                 const struct local_result *result);

/* All calls of one kind, the families' in turn, so that what comes first is of all sorts. The
 * caller frees the list; NULL where there are none, or no memory. */
const struct recorded **record_list(const struct record *record, enum job_kind kind,
                                    unsigned *count);

#endif
