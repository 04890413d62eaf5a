/* SPDX-License-Identifier: Apache-2.0 */
/* lane.h: the client's end of one ring: one thread's jobs to one worker. Single-threaded, never
 * blocks, trusts nothing that the worker writes. Layout and rules: proto/ring.h. */
#ifndef RING_LANE_H
#define RING_LANE_H

#include <stdbool.h>

#include "lib/base/error.h"
#include "proto/ring.h"

/* The two mappings of one worker, shared by all threads of a client. */
struct lane_memory {
    void *jobs, *verdicts; /* verdicts is mapped read-only */
    unsigned threads;
};
int lane_memory_map(struct lane_memory *memory, int jobs, int verdicts, unsigned threads,
                    struct error *error);
void lane_memory_unmap(struct lane_memory *memory);

struct lane {
    const struct lane_memory *memory;
    unsigned thread;
    int doorbell, completion; /* borrowed */
    int jobs_fd;              /* borrowed: to punch out large payloads after use; −1: never */
    size_t
        *warm_left; /* borrowed, set after lane_init: bytes whose pages the lanes that share it may
                       yet keep after large payloads, for the next; NULL, as at first: none */
    size_t warm;    /* bytes that this lane has taken of them: its area's first */
    uint64_t submitted, finished; /* our own count: never read back from shared memory */
    uint64_t reported;            /* the worker's count as last seen: it may only go forward */
    uint64_t rung;                /* `submitted` when lane_ring last looked */
    uint32_t rung_sleep;          /* the worker's sleep that was ended last */
    uint64_t payload_head, payload_tail; /* bytes ever taken and given back (a byte ring) */
    uint64_t payload_from[RING_SLOTS];   /* the first byte that job n needs, a shared state's too */
    uint64_t payload_end[RING_SLOTS];    /* payload_head after job n */
    uint32_t payload_bytes[RING_SLOTS];  /* bytes of job n, padding before them not counted */
    struct {
        uint64_t number; /* struct lane_job's state_number; 0: none can be shared */
        uint64_t from;
        size_t size;
        unsigned jobs;                   /* that use it */
    } state;                             /* of the last job that brought one */
    unsigned outputs_free;               /* a bit for each output slot */
    unsigned char output_of[RING_SLOTS]; /* the output slot of job n, or 255 */
};
void lane_init(struct lane *lane, const struct lane_memory *memory, unsigned thread, int doorbell,
               int completion, int jobs_fd);
/* Gives back what it has of *warm_left. Its memory goes with the worker. */
void lane_deinit(struct lane *lane);

/* A job as the client sees it; copied by lane_submit. */
struct lane_job {
    enum job_kind kind;
    unsigned level;
    uint64_t seed;
    const void *state;
    size_t state_size;     /* at most RS_STATE_MAX */
    uint64_t state_number; /* the same number, the same bytes: jobs one after another share them in
                              shared memory, as a group's do; 0: not known to be any other's */
    const char *text;
    size_t text_size; /* at most RESPONSE_MAX */
    unsigned extract; /* enum rs_extract or EXTRACT_DECLARED */
    unsigned flags;   /* enum job_flags */
};

/* Whether lane_submit would take it now. */
bool lane_room(const struct lane *lane, const struct lane_job *job);
/* Copies the job into shared memory. Returns its sequence number. Only after lane_room. Does not
 * ring: lane_ring does, once for many. */
uint64_t lane_submit(struct lane *lane, const struct lane_job *job);
void lane_ring(struct lane *lane);
static inline unsigned lane_in_flight(const struct lane *lane)
{
    return (unsigned)(lane->submitted - lane->finished);
}

/* A verdict, copied and checked: outcome and extraction in range, score finite and in [0, 1] where
 * OUTCOME_OK (else NaN, so that no failed measurement passes for a number), spans within the
 * response, metrics finite, reason printable UTF-8 and terminated. What breaks a rule that an
 * honest worker keeps is `broken`: the worker must be killed. */
struct lane_verdict {
    uint64_t sequence;
    struct verdict_slot slot; /* reason is NUL-terminated */
    const void *output; /* in shared memory that the worker can still write: copy once, at once,
                           before lane_release */
    size_t output_size;
};
enum lane_take { LANE_NOTHING, LANE_VERDICT, LANE_BROKEN };
/* Takes the next verdict in order. lane_release gives its slots back, before the next take. */
enum lane_take lane_take(struct lane *lane, struct lane_verdict *out);
void lane_release(struct lane *lane);
/* Whether the worker says that it has finished more than has been taken. */
bool lane_moved(const struct lane *lane);
/* Empties the completion doorbell. */
void lane_hush(struct lane *lane);
/* An awake client is not rung: it looks at lane_moved by itself. Clients begin asleep. Before one
 * waits for its doorbells it calls lane_sleep on its lanes, then once lane_fence, and then looks at
 * lane_moved of each for the last time. */
void lane_wake(struct lane *lane);
void lane_sleep(struct lane *lane);
void lane_fence(void);
/* How often the worker may look at its rings before it sleeps; 0, as at first: not at all. */
void lane_allow_spins(const struct lane_memory *memory, unsigned looks);

/* After the worker's death: the job in hand, by its claim, if it is a job of this lane that is
 * unfinished: its sequence. UINT64_MAX: none of ours. */
uint64_t lane_suspect(const struct lane *lane);
/* Whether the claim is one that an honest worker could have left: an unfinished job of some ring.
 */
bool lane_claim_plausible(const struct lane_memory *memory);
/* Its last words, bounded, printable and terminated. */
enum last_words lane_last_words(const struct lane_memory *memory, char text[REASON_MAX]);
bool lane_ready(const struct lane_memory *memory);

/* Blocks until a verdict is there or `timeout_ms` have passed: for resynctl and tests. */
enum lane_take lane_wait(struct lane *lane, int timeout_ms, struct lane_verdict *out);

#endif
