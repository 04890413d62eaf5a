/* SPDX-License-Identifier: Apache-2.0 */
/* engine.h: the seam in the front between HTTP (routes, JSON, scoring) above and workers (pools,
 * lanes, the control loop) below. One struct engine for each HTTP thread; every function here is
 * called on the thread that owns it and never blocks. */
#ifndef FRONT_ENGINE_H
#define FRONT_ENGINE_H

#include <stdatomic.h>
#include <uv.h>

#include "lib/base/hash.h"
#include "lib/base/histogram.h"
#include "lib/ring/lane.h"
#include "proto/description.h"
#include "proto/diagnostic.h"
#include "proto/isolation.h"
#include "proto/message.h"
#include "proto/outcome.h"

struct engine;

/* ---- The library: what is known, as a snapshot that does not change under its reader ----------
 */

enum version_state {
    VERSION_PENDING, /* not compiled yet */
    VERSION_SERVED,
    VERSION_FAILED,      /* see `report` and `failure` */
    VERSION_QUARANTINED, /* was served; see `failure`. Its description is here, its image is not */
};

/* What the gate has said. */
enum gated { GATED_NOT, GATED_ADMITTED, GATED_REJECTED, GATED_INCONCLUSIVE };

/* One source. Immutable once published; lives as long as a snapshot or a job refers to it. */
struct version {
    char name[NAME_MAX_BYTES]; /* as the file is called */
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX]; /* the first VERSION_SHORT digits go into addresses */
    /* Its name's in the library: a small number that goes to another name when this one has gone,
     * and which of its owners in turn this one is. Epoch 0: it is not of the library. */
    unsigned number;
    uint64_t epoch;
    enum version_state state;
    uint64_t image;                 /* the supervisor's number of it */
    struct description description; /* zero unless served or in quarantine */
    const void *examples;           /* what JOB_DESCRIBE gave, whole, for description_example */
    size_t examples_size;
    const char *source;
    size_t source_size;
    const struct compile_report *report; /* never NULL once not pending */
    char failure[256];                   /* a sentence, where failed */
    enum gated gated;
    const char *gate_report; /* the gate's, a JSON object; NULL where there is none */
    size_t gate_report_size;
};

struct library_entry {
    const char *name;
    const struct version *active; /* NULL where no version is active */
    const struct version *const *versions;
    size_t version_count;
};

struct library {
    const struct library_entry *entries; /* sorted by name */
    size_t count;
};

/* The present snapshot; valid until the caller returns to the loop. */
const struct library *engine_library(struct engine *engine);
const struct library_entry *library_find(const struct library *library, const char *name);
/* `hex`: VERSION_SHORT … 64 lower-case hexadecimal digits, NUL-terminated. */
const struct version *library_find_version(const struct library_entry *entry, const char *hex);
/* The known name nearest to `name` (edit distance at most a third of its length), or NULL. */
const char *library_nearest(const struct library *library, const char *name);

/* Keeps a version beyond the snapshot that it came from. */
const struct version *version_hold(const struct version *version);
void version_release(const struct version *version);

/* ---- Jobs --------------------------------------------------------------------------------------
 */

struct job_result {
    enum outcome outcome;
    const struct verdict_slot *verdict; /* NULL where no worker finished the job */
    const char *reason;                 /* never NULL; "" where there is none */
    const void *output;                 /* state or text; valid during done() only */
    size_t output_size;
    uint64_t queue_us, service_us; /* wall: until handed to a worker, and from then on */
};

/* A job is the caller's memory, and so is what it points at, until done() has been called, which
 * happens exactly once, never from within engine_submit. */
struct job {
    const struct version *version; /* held by the caller */
    struct lane_job work;
    uint64_t
        deadline_ns; /* uv_hrtime; 0: none. Passed while queued or in flight: OUTCOME_DEADLINE */
    bool fresh;      /* alone on a worker of its own */
    void (*done)(struct job *job, const struct job_result *result);

    /* The engine's. */
    struct {
        struct job *next, *previous;
        void *pool, *lane;
        uint64_t sequence, queued_ns, started_ns;
        unsigned deaths;
        bool abandoned;
        struct job *due_next, **due_back; /* by deadline */
        unsigned char state, end, exposures;
        const char *end_reason; /* static */
    } engine;
};

/* What a thread's queue takes yet: beyond it jobs end with OUTCOME_OVERLOADED. */
struct engine_room {
    size_t jobs;
    uint64_t bytes; /* of states and texts */
};
struct engine_room engine_room(const struct engine *engine);
/* JOB_VERIFY goes to a judge, a worker that may have seen responses; every other kind to a maker,
 * one that has seen none. A worker's death is dealt with here: the job in hand is tried once more
 * alone on a fresh worker, the others again in order (engine rules, replay). */
void engine_submit(struct engine *engine, struct job *job);
/* What a JOB_VERIFY of this version takes a worker, estimated from the last ones on this thread; 0:
 * not known. */
uint64_t engine_service_ns(const struct engine *engine, const struct version *version);
/* A JOB_VERIFY of this version will come soon: a judge starts meanwhile, where there is none. */
void engine_expect(struct engine *engine, const struct version *version);
/* SIGTERM has come: what is not owed to a client need not be done any more. */
bool engine_draining(const struct engine *engine);
/* Gives up: done() is called with OUTCOME_STOPPING soon, not from within. */
void engine_cancel(struct engine *engine, struct job *job);
/* A job of this version has ended a worker, and no response was to blame: a version of which that
 * is said too often is quarantined. For JOB_VERIFY, whose cause the engine cannot tell; the ends of
 * the other kinds it counts itself. */
void engine_blame(struct engine *engine, const struct version *version, enum outcome outcome);
/* Rings the doorbells for what was submitted since; call once after a batch of submits. */
void engine_flush(struct engine *engine);
/* Takes the verdicts that have come meanwhile, or come soon, without sleeping. Whether there were
 * any: then jobs are done(), and perhaps more to be submitted. */
bool engine_look(struct engine *engine);

/* ---- Trying a source without keeping it ---------------------------------------------------------
 */

struct check {
    const char *source; /* the caller's until done() */
    size_t source_size;
    /* `version` is served or failed, and held for the caller (version_release); image included, so
     * that jobs can run on it. NULL: the server failed; `result` says how. */
    void (*done)(struct check *check, const struct version *version, enum outcome outcome);
    void *private_next;
};
void engine_check(struct engine *engine, struct check *check);

/* ---- Through the gate ---------------------------------------------------------------------------
 */

/* What came of it; all but `failure` only where that is OUTCOME_OK. */
struct examined {
    enum outcome failure; /* the server's: nothing was found out */
    enum gated gated;
    const char *sentence; /* why not admitted; "" */
    const char *report;   /* a JSON object, not NUL-terminated; the caller's */
    size_t report_size;
};

/* A version of the library that is about to be served: held by the engine until engine_examined. */
struct library_examination {
    const struct version *version;
};
void engine_examined(struct engine *engine, struct library_examination *asked,
                     const struct examined *examined);

/* What the gate's word means for the library. */
enum gate_mode {
    GATE_ENFORCED, /* only what it admits is served */
    GATE_REPORTED, /* it is asked, and everything is served */
    GATE_OFF,      /* it is not asked, but for POST /v1/check */
};

/* Notes what the gate said of a version that engine_check gave, and that only the caller holds. */
void version_judge(const struct version *version, const struct examined *examined);

/* ---- Changing the registry ----------------------------------------------------------------------
 */

struct changed;

/* What is wanted, in the words of proto/message.h; the caller's until done(). */
struct change {
    enum change_kind kind;
    bool expects;  /* `expected` must be active now; zero: nothing */
    bool activate; /* of CHANGE_PUT */
    char name[NAME_MAX_BYTES];
    uint8_t hash[HASH_BYTES], expected[HASH_BYTES];
    char reason[REASON_MAX]; /* of CHANGE_QUARANTINE */
    /* Of CHANGE_PUT: what engine_check gave, judged, held; NULL: the store is thought to have it,
     * and says CHANGE_UNKNOWN_VERSION where it has not. */
    const struct version *version;
    /* Called once, when every thread sees what has changed. */
    void (*done)(struct change *change, const struct changed *changed);
};
struct changed {
    enum change_end end; /* CHANGE_NO_DATABASE: it may have been made, where the store died */
    uint8_t active[HASH_BYTES];      /* what the name means now; zero: nothing */
    const struct past_meaning *past; /* of CHANGE_HISTORY, the newest first; for the call */
    size_t past_count;
};
void engine_change(struct engine *engine, struct change *change);
/* Whether there are other replicas, which put versions too. */
bool engine_shares(const struct engine *engine);

/* ---- State of the whole -------------------------------------------------------------------------
 */

/* Why a version went into quarantine. */
enum quarantine {
    QUARANTINE_DIFFERING, /* a verdict was not repeated */
    QUARANTINE_BLAMED,    /* its own code ended its workers too often */
    QUARANTINE_ORDERED,   /* somebody said so */
    QUARANTINES,
};

struct engine_status {
    bool ready;    /* the library has been read and what could be compiled is served */
    bool draining; /* SIGTERM has come: no new work */
    unsigned workers_idle, workers_busy, workers_starting, workers_max;
    uint64_t workers_started, workers_died[8];          /* by enum death */
    uint64_t queued_jobs, queued_bytes, in_flight_jobs; /* all threads */
    double oldest_queued_seconds;
    size_t environments_served, environments_failed, environments_quarantined;
    size_t environments_pending; /* wanted, and not built yet */
    /* Verdicts judged again on a fresh worker, of these not the same, and not judged again because
     * too many waited. */
    uint64_t rescored, rescore_differences, rescores_dropped;
    uint64_t reloads, reloads_refused;      /* of the settings, while the daemon lives */
    uint64_t worker_cpu_us;                 /* of the workers that have died, their whole lives */
    uint64_t compiled[COMPILE_FAILED + 1];  /* sources, by enum compile_end */
    struct histogram compile_time;          /* wall */
    uint64_t adopted;                       /* images of an earlier life, taken instead */
    uint64_t gated[GATED_INCONCLUSIVE + 1]; /* by what the gate said; [GATED_NOT]: it failed */
    uint64_t quarantines[QUARANTINES];
    uint64_t queue_jobs_max; /* all threads */
    bool store_up;           /* there is a channel to it */
};
void engine_status(struct engine *engine, struct engine_status *out); /* callable from any thread */
/* NULL until the supervisor has said; from then on it does not change. */
const struct isolation *engine_isolation(struct engine *engine);

/* ---- What the engine asks of the HTTP thread above it -------------------------------------------
 */

struct thread_hooks {
    /* Called on the new thread before its loop runs: open listeners on `loop`. Negative errno ends
     * the daemon. */
    int (*start)(void *context, uv_loop_t *loop, struct engine *engine, unsigned thread);
    /* Draining is over on this thread: close every handle on the loop. */
    void (*stop)(void *context, unsigned thread);
    /* Requests that still wait for their answer: draining ends when all threads say 0. */
    unsigned (*pending)(void *context, unsigned thread);
    /* Is to call engine_examined, from within or later. Unused where the gate is off. */
    void (*examine)(void *context, unsigned thread, struct engine *engine,
                    struct library_examination *asked);
    /* Take in no new client, and let those that there are finish: `pending` counts them too. */
    void (*hand_over)(void *context, unsigned thread);
    /* The control loop has a file of clients' tokens (proto/access.h): the callee's to close. */
    void (*tokens)(void *context, int file);
};

/* Runs the front: threads, control loop, channels; returns the exit status after draining. */
/* Where the control loop leaves the verdict log's next file, for the thread that writes it. */
struct log_slot {
    _Atomic int file;   /* −1: none; whoever takes it out owns it */
    atomic_bool wanted; /* the store is to be asked for one */
};

struct engine_options {
    unsigned threads;
    unsigned workers_max;
    unsigned cpus;  /* that the machine grants us */
    int supervisor; /* channel */
    bool fresh;     /* each JOB_VERIFY on a worker of its own; nothing is judged again then */
    enum gate_mode gate;
    bool shares;          /* the registry, with other replicas */
    struct log_slot *log; /* outlives the engine; NULL: nothing is logged */
};
int engine_run(const struct engine_options *options, const struct thread_hooks *hooks,
               void *context);

#endif
