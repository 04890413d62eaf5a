/* SPDX-License-Identifier: Apache-2.0 */
/* ring.h: the memory that a client and one worker share, and the doorbells between them.
 *
 * A client is who sends jobs: the front's HTTP threads (one ring each), resynctl, a test. Two
 * memory objects, each written by one side only:
 *
 *   jobs      written by the client, read-only for the worker: how far each thread has submitted,
 *             the descriptors, the payloads that they point at
 *   verdicts  written by the worker, never trusted by the client: how far it has got on each ring,
 *             the verdicts, the output slots, its last words
 *
 * A ring has RING_SLOTS slots. Sequence numbers count jobs from 0 and never wrap; job n of a ring
 * has descriptor and verdict n % RING_SLOTS. A worker finishes the jobs of a ring in order, and
 * takes one job per ring in turn.
 *
 *   submitted (client)  ≥  finished (worker)  ≥  submitted − RING_SLOTS
 *
 * Only who sleeps is rung, and once. The client rings the worker's doorbell (an eventfd, blocking)
 * where `sleeping` is a number that it has not rung for. The worker rings a thread's doorbell (an
 * eventfd, non-blocking) when it has finished RING_BURST jobs of that thread or has nothing more to
 * do, unless the thread says that it is `awake` and will look by itself. */
#ifndef PROTO_RING_H
#define PROTO_RING_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

enum {
    RING_SLOTS = 64, /* jobs in flight between one thread and one worker */
    RING_OUTPUTS =
        4, /* of which so many may have output (generate, observe, solve, load, describe) */
    RING_BURST = 16,   /* verdicts per doorbell at most */
    PAYLOAD_ALIGN = 64 /* so that a state can be read in place, and no two share a cache line */
};

/* Bytes of payload between one thread and one worker: two of the largest jobs. Sparse memory. */
#define RING_PAYLOAD_BYTES ((size_t)12 * 1024 * 1024)

enum job_kind {
    JOB_DESCRIBE = 1, /* → text: struct description (proto/description.h) and the examples */
    JOB_GENERATE,     /* level, seed → state */
    JOB_OBSERVE,      /* state → text: the question */
    JOB_SOLVE,        /* level, seed → text: the oracle's answer, of the instance drawn anew */
    JOB_ANOTHER, /* level, seed → text: another right answer, empty text where there is none */
    JOB_LOAD,    /* text (given) → state */
    JOB_VERIFY,  /* state, text (response) → verdict */
    JOB_KINDS
};

/* Where a response's answer may be looked for, beside <answer> and \boxed: enum rs_extract, or */
enum { EXTRACT_DECLARED = 255 }; /* as the environment's declaration says */

enum job_flags {
    JOB_THINKING_PREFILLED = 1, /* the prompt ended with <think>: without </think> no answer */
    JOB_FINISHED = 2,           /* finish_reason "stop": an unclosed <answer> counts */
    JOB_BARE = 4, /* the text is the answer itself: no extraction (given, self-checks) */
};

/* Written by the client before `submitted` passes it. Offsets count from the ring's payload. */
struct job_slot {
    uint64_t seed;
    uint32_t kind; /* enum job_kind */
    uint32_t level;
    uint32_t state_offset, state_size;
    uint32_t text_offset, text_size;
    uint8_t extract;     /* enum rs_extract or EXTRACT_DECLARED */
    uint8_t flags;       /* enum job_flags */
    uint8_t output_slot; /* below RING_OUTPUTS, for a job with output */
    uint8_t unused[29];
};
_Static_assert(sizeof(struct job_slot) == 64, "a cache line");

/* Which rule found the answer (author ABI: from response to answer). */
#define EXTRACTIONS(X)          \
    X(NONE, "none")             \
    X(ANSWER_TAG, "answer_tag") \
    X(OPEN_TAG, "open_tag")     \
    X(BOXED, "boxed")           \
    X(LAST_LINE, "last_line")   \
    X(WHOLE, "whole")
enum extraction {
#define EXTRACTION_ENUM(symbol, name) EXTRACTION_##symbol,
    EXTRACTIONS(EXTRACTION_ENUM)
#undef EXTRACTION_ENUM
        EXTRACTION_COUNT
};

enum verdict_flags {
    VERDICT_FORMAT = 1, /* an answer was found and no reader refused it */
};

/* Written by the worker before `finished` passes it. */
struct verdict_slot {
    uint64_t number;      /* the job's sequence + 1: a slot that was never written names no job */
    uint32_t outcome;     /* enum outcome */
    uint8_t extraction;   /* enum extraction */
    uint8_t flags;        /* enum verdict_flags */
    uint16_t reason_size; /* bytes of reason, below REASON_MAX */
    double score;         /* JOB_VERIFY and OUTCOME_OK: finite, 0 … 1 */
    uint32_t answer_offset, answer_size; /* JOB_VERIFY: the answer within the response */
    uint32_t output_size; /* bytes in the job's output slot: the state, or the text */
    uint32_t attempts;    /* draws that generate needed */
    double metrics[RS_METRICS_MAX];
    char reason[REASON_MAX];
    uint8_t unused[40];
};
_Static_assert(sizeof(struct verdict_slot) == 384, "six cache lines");

/* Bytes of one output slot: the largest state or text, or a description. */
#define OUTPUT_BYTES ((size_t)256 * 1024)
_Static_assert(OUTPUT_BYTES >= RS_STATE_MAX && OUTPUT_BYTES >= RS_TEXT_MAX, "outputs fit");

/* First page of `jobs`. */
struct jobs_head {
    struct {
        _Alignas(64) _Atomic uint64_t submitted;
        _Atomic uint32_t awake; /* 1 while the thread looks for verdicts without being rung */
    } ring[THREADS_MAX];
    /* How often the worker may look at its rings before it sleeps: 0 where CPUs are few. */
    _Alignas(64) _Atomic uint32_t spins;
};

/* Why a worker ends a call by ending itself; in struct verdicts_head as `last_words`. */
enum last_words {
    LAST_WORDS_NONE,
    LAST_WORDS_MEMORY,         /* the heap was exhausted */
    LAST_WORDS_STACK_OVERFLOW, /* a fault just below the stack */
    LAST_WORDS_CRASH,          /* another fault, a failed assert, abort: see last_text */
};

/* First page of `verdicts`. */
struct verdicts_head {
    struct {
        _Alignas(64) _Atomic uint64_t finished;
    } ring[THREADS_MAX];
    /* The job in hand: thread << 56 | sequence + 1; 0 where there is none. */
    _Alignas(64) _Atomic uint64_t claim;
    _Atomic uint32_t sleeping; /* while the worker waits for its doorbell: which sleep; else 0 */
    _Atomic uint32_t ready;    /* 1 once the final filter is in place */
    uint32_t last_words;       /* enum last_words */
    uint32_t last_text_size;
    char last_text[REASON_MAX];
};
_Static_assert(sizeof(struct jobs_head) <= 4096 && sizeof(struct verdicts_head) <= 4096, "a page");

/* jobs: head page, then for each thread RING_SLOTS descriptors (a page), then for each thread its
 * payload. verdicts: head page, then for each thread its verdicts (whole pages), then for each
 * thread RING_OUTPUTS output slots. */
static inline size_t ring_jobs_offset(unsigned thread)
{
    return 4096 + (size_t)thread * RING_SLOTS * sizeof(struct job_slot);
}
static inline size_t ring_payload_offset(unsigned threads, unsigned thread)
{
    return ring_jobs_offset(threads) + thread * RING_PAYLOAD_BYTES;
}
static inline size_t ring_jobs_bytes(unsigned threads)
{
    return ring_payload_offset(threads, threads);
}
static inline size_t ring_verdicts_offset(unsigned thread)
{
    return 4096 + (size_t)thread * RING_SLOTS * sizeof(struct verdict_slot);
}
static inline size_t ring_output_offset(unsigned threads, unsigned thread, unsigned slot)
{
    return ring_verdicts_offset(threads) + ((size_t)thread * RING_OUTPUTS + slot) * OUTPUT_BYTES;
}
static inline size_t ring_verdicts_bytes(unsigned threads)
{
    return ring_output_offset(threads, threads, 0);
}
_Static_assert(RING_SLOTS * sizeof(struct job_slot) % 4096 == 0, "whole pages");
_Static_assert(RING_SLOTS * sizeof(struct verdict_slot) % 4096 == 0, "whole pages");

/* What resynd-worker is started with. Argument: threads. Descriptors: */
enum worker_descriptor {
    WORKER_DOORBELL = 3, /* eventfd, blocking: jobs have come */
    WORKER_JOBS,         /* memfd, to be mapped read-only */
    WORKER_VERDICTS,     /* memfd */
    WORKER_ORDERS,       /* channel: MESSAGE_RUN */
    WORKER_COMPLETIONS,  /* eventfds, non-blocking, one for each thread from here on */
};

/* How a worker exits of itself. Never 0: it has no end of its own. */
enum worker_exit {
    WORKER_EXIT_START = 2, /* it could not start, or its client broke the rules of the rings */
    WORKER_EXIT_CALL,      /* environment code ended it: see the last words */
    WORKER_EXIT_FAULT,     /* a fault in the worker's own code, around a call */
};

#endif
