/* SPDX-License-Identifier: Apache-2.0 */
/* audit.h: what resynd-auditor is given and what it leaves. It builds a source with another
 * compiler and with sanitizers, and has that build do jobs that a worker has done before; who
 * started it compares. Three memory objects:
 *
 *   source     as the compiler gets it (proto/diagnostic.h)
 *   jobs       struct audit_jobs, its slots, their payload; sealed
 *   verdicts   struct audit_head, a struct audit_verdict for each job; written by a process in
 *              which a stranger's code runs, natively: nothing in it is to be believed */
#ifndef PROTO_AUDIT_H
#define PROTO_AUDIT_H

#include "proto/ring.h"

enum {
    AUDIT_JOBS_MAX = 16384,
    AUDIT_DEATHS_MAX = 8, /* of the build, after which the rest is left: each has been reported */
    /* CPU time. A compile with both sanitizers takes half a second on an idle machine. */
    AUDIT_COMPILE_SECONDS = 60,
    AUDIT_JUDGE_SECONDS = 30, /* for all calls: bundled environments take one */
    AUDIT_WALL_MS = 240000,   /* by the clock on the wall; then who started it ends it */
    AUDIT_FILE_BYTES = 64 * 1024 * 1024,
};
#define AUDIT_PAYLOAD_MAX ((size_t)256 * 1024 * 1024)
#define AUDIT_COMPILE_BYTES ((size_t)2 * 1024 * 1024 * 1024) /* address space of the compiler */

/* Offsets of the slots count from the payload, which follows the last slot. */
struct audit_jobs {
    uint32_t count;
    uint32_t unused[15];
    struct job_slot slots[];
};

enum audit_end {
    AUDIT_BEGUN,    /* it died, or was ended, before it could say more */
    AUDIT_REFUSED,  /* the other compiler does not compile the source: `text` */
    AUDIT_COMPILED, /* and died on the jobs */
    AUDIT_SHORT,    /* it died too often, or time was short: some jobs are not done */
    AUDIT_DONE,
    AUDIT_FAILED, /* this machine did: `text` */
};

struct audit_head {
    uint32_t end;             /* enum audit_end */
    _Atomic uint32_t in_hand; /* the job that is being done */
    char text[REASON_MAX];    /* NUL-terminated by an honest one */
    uint32_t unused[2];
};

struct audit_verdict {
    struct verdict_slot slot; /* `number` is that of the job, from 1, once it is done */
    uint8_t output[32];       /* SHA-256 of what generate, observe, solve or another gave */
    uint32_t caught;          /* 1: a sanitizer or a signal ended it: slot.reason says how */
    uint32_t line;            /* of the source, where it could be told; else 0 */
    uint32_t unused[6];
};

/* What resynd-auditor is started with. Arguments: the compiler, by its absolute path; an empty
 * directory of its own. Descriptors: */
enum auditor_descriptor {
    AUDITOR_SOURCE = 3,
    AUDITOR_JOBS,
    AUDITOR_VERDICTS,
    AUDITOR_JUDGE, /* the executable resynd-judge */
};

/* What resynd-judge is started with, in the directory that holds environment.so. Argument: the
 * first job. Descriptors: */
enum judge_descriptor {
    JUDGE_JOBS = 3,
    JUDGE_VERDICTS,
};
enum { JUDGE_EXIT_START = 2 /* it could not begin: standard error says why */ };

#endif
