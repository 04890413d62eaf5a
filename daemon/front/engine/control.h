/* SPDX-License-Identifier: Apache-2.0 */
/* control.h: the control loop, on the front's main thread: the channels to supervisor and store,
 * the workers, the library. No score passes through it. */
#ifndef ENGINE_CONTROL_H
#define ENGINE_CONTROL_H

#include "daemon/front/engine/front.h"
#include "daemon/front/engine/wire.h"
#include "lib/compile/compile_report.h"

struct control;

/* ---- Workers (staff.c, crew.c) ---- */

/* All workers of one image and role, and who wants more. */
struct crew {
    struct image *image;
    enum role role;
    struct limits limits;
    struct worker *workers;
    unsigned shared, own;    /* workers not dead: for all threads; for one job */
    int alone[THREADS_MAX];  /* jobs that wait for a worker of their own */
    uint64_t wished_ns;      /* when a thread last wished for one more; 0: no wish */
    bool relief;             /* one of its workers is to go when another is there */
    uint64_t hungry_ns;      /* since when it has waited for what it wants; 0: it wants nothing */
    uint64_t not_before_ns;  /* starts are spaced after failures */
    unsigned unborn, barren; /* failures in a row: the server's; its jobs' */
};

/* What the supervisor keeps under a number: it is forgotten when no version has it. */
struct image {
    uint64_t number;
    unsigned users; /* versions and builds */
    bool compiled;
    bool withdrawn;     /* its version is in quarantine: no more workers */
    uint32_t stack_kib; /* of its next workers, where more is declared */
    unsigned blames;
    uint64_t blamed_ns[BLAMES_MAX]; /* a ring: the last blames */
    struct crew crews[ROLES];
};

struct staff {
    struct control *control;
    struct table images, workers; /* by number */
    uint64_t last_image, last_worker;
    unsigned alive;   /* not dead: what workers_max bounds */
    unsigned leaving; /* of these, on their way out */
    unsigned working; /* of these, with jobs in hand when we last counted */
    uv_timer_t timer; /* while a crew waits */
};

void staff_open(struct staff *staff, struct control *control);
void staff_close(struct staff *staff);  /* the handle */
void staff_deinit(struct staff *staff); /* the memory, once the threads have ended */

struct image *image_new(struct staff *staff); /* users == 1 */
struct image *image_find(const struct staff *staff, uint64_t number);
void image_release(struct staff *staff, struct image *image);
void image_settle(struct staff *staff, struct image *image); /* forgets it where nothing needs it */
/* Whether it may have workers. */
static inline bool image_in_service(const struct image *image)
{
    return image->users && !image->withdrawn;
}

void staff_want(struct staff *staff, const struct letter *letter);
void staff_closed(struct staff *staff, uint64_t number);
void staff_broken(struct staff *staff, uint64_t number);
void staff_spawned(struct staff *staff, const struct message *message, const int *descriptors,
                   int count);
void staff_died(struct staff *staff, const struct message *message);
/* Gives workers to whom waits longest, and makes room where there is none. */
void staff_balance(struct staff *staff);
void staff_bound(struct staff *staff, unsigned most); /* live workers, from now on */
void staff_tick(struct staff *staff, uint64_t now);   /* who has idled or served for long; gauges */

/* worker.c: one worker's life. */
void worker_spawn(struct staff *staff, struct crew *crew, bool alone, unsigned thread);
void worker_retire(struct staff *staff, struct worker *worker);
bool worker_idle(const struct worker *worker, unsigned threads, uint64_t now, uint64_t least_ns);
uint64_t worker_finished(const struct worker *worker, unsigned threads);
void worker_free(struct staff *staff, struct worker *worker);

/* ---- Building versions (build.c, build_steps.c)
 * ---------------------------------------------------------------
 */

struct build;
struct known;

/* What the store has kept of a build: its image, and proto/findings.h. −1: none. */
struct build_files {
    int image, findings;
};

struct builder {
    struct control *control;
    struct build *first, **last;         /* waiting */
    unsigned waiting_checks, unfinished; /* unfinished: of the library */
    struct build *running[BUILDS_MAX];
    unsigned next_thread; /* whose turn it is to run a describe job */
    uv_timer_t timer;     /* while a retry waits */
};

void builder_open(struct builder *builder, struct control *control);
void builder_close(struct builder *builder);
void builder_deinit(struct builder *builder);
/* Builds the source of `known`, to end in catalog_built. Takes `kept`, which spares the compiler
 * where it is what it should be. */
struct build *builder_add_known(struct builder *builder, struct known *known,
                                const struct build_files *kept);
void builder_forget(struct build *build); /* its result is not wanted any more */
void builder_add_check(struct builder *builder, struct letter *letter); /* LETTER_CHECK */
/* Takes the descriptors; `image` is −1 where there is none. */
void builder_compiled(struct builder *builder, const struct message *message, int report,
                      int image);
void builder_ran(struct builder *builder, struct letter *letter);      /* LETTER_RAN */
void builder_examined(struct builder *builder, struct letter *letter); /* LETTER_EXAMINED */

/* ---- The library (catalog.c, publish.c)
 * -------------------------------------------------------------------
 */

/* One version of one name. */
struct known {
    struct known *next;
    struct title *title;
    const struct version *version; /* held; the pending one until it is built */
    uint64_t round;                /* of the store's channel, in which it was last heard of */
    struct build *build;           /* NULL once it is served or failed */
    char quarantine[REASON_MAX];   /* what the store says of it; "": nothing */
};

struct title {
    char name[NAME_MAX_BYTES];
    struct known *versions;
    struct known *wanted; /* what the store says is active */
    struct known *active; /* what is: the last that was wanted and could be served */
    unsigned number;      /* its versions' */
    uint64_t epoch;
};

struct catalog {
    struct control *control;
    struct title **titles; /* sorted by name */
    size_t count, capacity, version_count;
    uint64_t numbers[VERSIONS_MAX / 64]; /* bits: the titles' numbers that are taken */
    uint64_t last_epoch;
    uint64_t round;
    bool synced, changed;
    unsigned untaken; /* snapshots on their way to a thread */
    uv_timer_t timer; /* until the next snapshot, where there are changes */
    uint64_t rest_until_ns;
};

void catalog_open(struct catalog *catalog, struct control *control);
void catalog_close(struct catalog *catalog);
void catalog_change(struct catalog *catalog); /* a new snapshot soon */
void catalog_deinit(struct catalog *catalog);
void catalog_new_round(struct catalog *catalog); /* the store has started anew */
/* Descriptors: the source, and what is kept of its build, if anything; the caller's. */
void catalog_entry(struct catalog *catalog, const struct message *message, const int *descriptors,
                   int count);
void catalog_gone(struct catalog *catalog, const struct message *message);
void catalog_synced(struct catalog *catalog);
/* `version` is served or failed; the reference is taken. */
void catalog_built(struct catalog *catalog, struct known *known, const struct version *version);

/* Whether that version is known and on its way to be served; NULL: any of the name. */
bool catalog_builds(const struct catalog *catalog, const char *name, const uint8_t *hash);

/* ---- Changes of the registry (changes.c) ---- */
struct waiting_change;
struct changes {
    struct waiting_change *first;
    uint64_t number; /* of the last wish */
    uv_timer_t look; /* while somebody waits for a look */
    uint64_t last_look_ms;
};
void changes_open(struct control *control);
void changes_close(struct control *control);                            /* the handle */
void changes_add(struct control *control, const struct letter *letter); /* LETTER_CHANGE */
/* STORE_DONE; `file` is −1 where it has none. */
void changes_done(struct control *control, const struct message *message, int file);
void changes_look(struct control *control); /* what can be answered now? */
void changes_tick(struct control *control);
void changes_lost(struct control *control); /* the store is away */
/* The store is to remember a quarantine that it has not ordered itself. */
void changes_quarantine(struct control *control, const char *name, const struct version *version);
void changes_deinit(struct control *control);

/* ---- Quarantine (quarantine.c) ---- */
void quarantine_ordered(struct control *control, const struct known *known);     /* by the store */
void quarantine_differing(struct control *control, const struct letter *letter); /* DIFFERS */
void quarantine_blamed(struct control *control, const struct letter *letter);    /* BLAMED */

/* ---- The whole ---- */

struct control {
    struct front front;
    uv_loop_t loop;
    struct wire *supervisor, *store; /* store: NULL while it is away */
    uv_timer_t tick;
    struct staff staff;
    struct builder builder;
    struct catalog catalog;
    struct changes changes;
    bool log_asked;                  /* FRONT_LOG has been sent, and is not answered */
    unsigned started, quiet_threads; /* threads */
    bool quiet[THREADS_MAX];
    bool ready_sent, drained_sent;
    bool finishing; /* the supervisor has asked for it */
    bool stopping;  /* the threads have been told; nothing is posted to them any more */
    int status;
};

void control_send(struct control *control, const struct message *message, int descriptor);
void control_post(struct control *control, unsigned thread, struct letter *letter);
void control_look_whether_ready(struct control *control);
void control_take_isolation(struct control *control, int file); /* isolation.c */
/* What comes in: letters, the supervisor's messages, time. */
void control_deliver(void *control, struct letter *letter);
extern const struct wire_events control_supervisor_events;
void control_tick(uv_timer_t *tick);

#endif
