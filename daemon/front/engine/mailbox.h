/* SPDX-License-Identifier: Apache-2.0 */
/* mailbox.h: letters to a thread's loop, posted from any thread. What control loop and HTTP threads
 * tell each other about workers, versions and checks; never on the path of a score. */
#ifndef ENGINE_MAILBOX_H
#define ENGINE_MAILBOX_H

#include <pthread.h>
#include <uv.h>

#include "lib/ring/lane.h"

struct change;
struct waiting_change;
struct check;
struct job;
struct library_examination;
struct snapshot;
struct version;
struct worker;

/* Makers have seen no response; judges may have. */
enum role { ROLE_MAKER, ROLE_JUDGE, ROLES };

struct limits {
    uint32_t cpu_ms, memory_kib, stack_kib;
};

enum letter_kind {
    /* From a thread to the control loop. */
    LETTER_STARTED, /* status: what the start hook returned */
    LETTER_WANT, /* a pool wants one more worker (grow), or so many more or fewer for jobs alone */
    LETTER_CLOSED,   /* this thread does not touch that worker's memory any more */
    LETTER_BROKEN,   /* that worker writes what no honest worker writes */
    LETTER_RAN,      /* a describe job is done */
    LETTER_EXAMINED, /* the gate has spoken */
    LETTER_CHECK,    /* engine_check */
    LETTER_CHANGE,   /* engine_change */
    LETTER_FREED,    /* nobody holds that version any more */
    LETTER_TOOK,     /* the snapshot posted last is what requests on this thread see */
    LETTER_QUIET,    /* draining: whether the thread has nothing left to do */
    LETTER_DIFFERS,  /* a verdict was not the same when a fresh worker judged again */
    LETTER_BLAMED,   /* a worker's end was its environment's own fault */
    /* From the control loop to a thread. */
    LETTER_LIBRARY,   /* a new snapshot; the reference goes with the letter */
    LETTER_WORKER,    /* a worker to send jobs to */
    LETTER_RETIRE,    /* send it no more, and close when it has finished */
    LETTER_DIED,      /* it is dead: worker->facts */
    LETTER_STARVED,   /* workers for that pool cannot be started for now */
    LETTER_WITHDRAWN, /* end the jobs of that image: its version is in quarantine */
    LETTER_RUN,       /* submit this describe job */
    LETTER_EXAMINE,   /* put this version through the gate */
    LETTER_CHECKED,   /* the answer to a check */
    LETTER_CHANGED,   /* the answer to a change */
    LETTER_DRAIN,
    LETTER_HAND_OVER,
    LETTER_STOP,
};

struct letter {
    struct letter *next;
    enum letter_kind kind;
    unsigned thread; /* of a thread's letter */
    union {
        int status;
        struct {
            uint64_t image;
            enum role role;
            struct limits limits;
            bool grow;
            int alone;
        } want; /* and STARVED */
        struct {
            struct worker *worker; /* WORKER only: the link keeps it alive until CLOSED */
            uint64_t number;
        } worker; /* CLOSED, BROKEN, RETIRE, DIED: by number */
        struct {
            void *build;
            struct job *job;  /* RUN */
            unsigned outcome; /* RAN */
            char *output;     /* owned */
            size_t output_size;
            char reason[REASON_MAX];
        } run;
        struct {
            struct library_examination *asked;
            unsigned failure, gated;
            char *report; /* owned */
            size_t report_size;
            char sentence[REASON_MAX];
        } examined; /* EXAMINE: asked only */
        struct {
            struct check *check;
            char *source; /* CHECK: owned */
            size_t source_size;
            const struct version *version; /* CHECKED: held for the receiver, or NULL */
            unsigned outcome;
        } check;
        struct change *change;          /* CHANGE */
        struct waiting_change *changed; /* CHANGED: its memory too */
        const struct version *version;  /* FREED; the letter is part of it */
        struct {
            uint64_t image;
            char reason[REASON_MAX];
        } trouble; /* DIFFERS, BLAMED; WITHDRAWN: without the reason */
        struct snapshot *snapshot;
        bool quiet;
    };
};

struct mailbox {
    pthread_mutex_t lock;
    struct letter *first, **last;
    uv_async_t async;
    void (*deliver)(void *owner, struct letter *letter); /* takes the letter */
    void *owner;
};

int mailbox_open(struct mailbox *mailbox, uv_loop_t *loop,
                 void (*deliver)(void *owner, struct letter *letter), void *owner);
/* A zeroed letter; post takes it. Any thread, while the receiver's mailbox is open. */
struct letter *letter_new(enum letter_kind kind);
void mailbox_post(struct mailbox *mailbox, struct letter *letter);
/* Delivers what has come, on the calling thread: the loop's own, or after it has ended. */
void mailbox_empty(struct mailbox *mailbox);
void mailbox_close(struct mailbox *mailbox); /* closes the handle on its loop; keeps the letters */
void mailbox_deinit(struct mailbox *mailbox);

#endif
