/* SPDX-License-Identifier: Apache-2.0 */
/* message.h: what processes say to each other, one SOCK_SEQPACKET packet a message,
 * with descriptors beside it. Who may send what, how large and with how many descriptors is one
 * table; channel_receive (lib/channel) drops a packet that is not in it. */
#ifndef PROTO_MESSAGE_H
#define PROTO_MESSAGE_H

#include <stdint.h>

#include "proto/limits.h"

enum peer { PEER_SUPERVISOR = 1, PEER_FRONT, PEER_STORE, PEER_WORKER, PEER_COMPILER };

/* Row: kind, sender, receiver, member of the union, descriptors at least and at most. */
/* clang-format off */
#define MESSAGES(X) \
    X(FRONT_READY,   FRONT,      SUPERVISOR, none,        0, 0) /* the library is loaded: can score */ \
    X(FRONT_COMPILE, FRONT,      SUPERVISOR, image,       1, 1) /* source memfd → COMPILED */ \
    X(FRONT_ADOPT,   FRONT,      SUPERVISOR, image,       1, 1) /* an image of an earlier life → COMPILED */ \
    X(FRONT_FORGET,  FRONT,      SUPERVISOR, image,       0, 0) /* the image is needed no more */ \
    X(FRONT_SPAWN,   FRONT,      SUPERVISOR, spawn,       0, 0) /* → SPAWNED or DIED */ \
    X(FRONT_KILL,    FRONT,      SUPERVISOR, worker,      0, 0) /* → DIED */ \
    X(FRONT_DRAINED, FRONT,      SUPERVISOR, none,        0, 0) /* nothing is left to do; stays until it is hung up on */ \
    X(COMPILED,      SUPERVISOR, FRONT,      compiled,    1, 2) /* report memfd, the image where there is one */ \
    X(SPAWNED,       SUPERVISOR, FRONT,      spawned,     4, MESSAGE_DESCRIPTORS_MAX) /* jobs, verdicts, doorbell, completions */ \
    X(DIED,          SUPERVISOR, FRONT,      died,        0, 0) \
    X(DRAIN,         SUPERVISOR, FRONT,      none,        0, 0) /* finish what is in flight, refuse new work */ \
    X(HAND_OVER,     SUPERVISOR, FRONT,      none,        0, 0) /* take in no client, finish with those there are */ \
    X(STORE_CHANNEL, SUPERVISOR, FRONT,      none,        1, 1) /* a new channel to the store */ \
    X(FRONT_CHANNEL, SUPERVISOR, STORE,      none,        1, 1) /* a new channel to the front */ \
    X(STORE_ENTRY,   STORE,      FRONT,      store_entry, 1, 3) /* source memfd; image and findings of its build, where kept */ \
    X(STORE_GONE,    STORE,      FRONT,      store_entry, 0, 0) \
    X(STORE_SYNCED,  STORE,      FRONT,      none,        0, 0) /* all entries so far have been sent */ \
    X(FRONT_CHANGE,  FRONT,      STORE,      change,      0, 3) /* PUT of what is new: source, image, findings → STORE_DONE */ \
    X(STORE_DONE,    STORE,      FRONT,      changed,     0, 1) /* after the entries that it changed; HISTORY: memfd */ \
    X(FRONT_BUILT,   FRONT,      STORE,      store_entry, 2, 2) /* image and findings of a version: proto/findings.h */ \
    X(FRONT_LOG,     FRONT,      STORE,      none,        0, 0) /* the verdict log wants a file → STORE_LOG */ \
    X(STORE_LOG,     STORE,      FRONT,      none,        0, 1) /* a new file; without: none could be made */ \
    X(ISOLATION,     SUPERVISOR, FRONT,      none,        1, 1) /* memfd: proto/isolation.h */ \
    X(TOKENS,        SUPERVISOR, FRONT,      none,        1, 1) /* in place of FRONT_TOKENS: proto/access.h */ \
    X(RUN,           SUPERVISOR, WORKER,     run,         1, 1) /* once, as soon as there is one: sealed memfd, the image */ \
    X(COMPILE,       SUPERVISOR, COMPILER,   none,        1, 1) /* once: memfd, the source */ \
    X(FRONT_SETTINGS, SUPERVISOR, FRONT,     settings,    0, 0) /* after a reload, or another CPU quota */ \
    X(STORE_SETTINGS, SUPERVISOR, STORE,     settings,    0, 0)
/* clang-format on */

enum message_kind {
    MESSAGE_NONE,
#define MESSAGE_ENUM(kind, from, to, member, least, most) MESSAGE_##kind,
    MESSAGES(MESSAGE_ENUM)
#undef MESSAGE_ENUM
        MESSAGE_KINDS
};

/* SPAWNED carries three descriptors and one for each HTTP thread. */
#define MESSAGE_DESCRIPTORS_MAX (3 + THREADS_MAX)

enum compile_end {
    COMPILE_DONE,      /* the image is there */
    COMPILE_REFUSED,   /* see the report */
    COMPILE_TIME,      /* the compiler used up its time */
    COMPILE_MEMORY,    /* … or its memory (the report may say where) */
    COMPILE_CRASHED,   /* the compiler died; nesting too deep, most often */
    COMPILE_BAD_IMAGE, /* what it wrote is no image */
    COMPILE_FAILED,    /* it could not be started */
};

enum death {
    DEATH_EXITED,    /* code: exit status; last words may say more */
    DEATH_SIGNALLED, /* code: the signal; SIGSYS is a forbidden system call */
    DEATH_CPU,       /* killed: the job in hand overran its CPU budget */
    DEATH_WALL,      /* killed: the job in hand overran the wall-clock cap */
    DEATH_IDLE,      /* killed: it went on computing without a job in hand */
    DEATH_ASKED,     /* killed by FRONT_KILL */
    DEATH_UNBORN,    /* could not be started; code: errno */
};

/* What a client wants of the registry. Each is one transaction: done as a whole, or not at all. */
enum change_kind {
    CHANGE_PUT,        /* the version is kept, and made active where asked for; without files:
                          where it is kept already */
    CHANGE_ACTIVATE,   /* the name means the version */
    CHANGE_FOLLOW,     /* the name means what its file in the environments directory holds */
    CHANGE_ROLLBACK,   /* the name means again what it meant before */
    CHANGE_DEACTIVATE, /* the name means no version any more; all stay */
    CHANGE_PURGE,      /* the version goes, and addresses that name it with it */
    CHANGE_QUARANTINE, /* the version is not to be served, for `reason` */
    CHANGE_RELEASE,    /* it is again */
    CHANGE_LOOK,       /* nothing: what other replicas have changed is told before the answer */
    CHANGE_HISTORY,    /* nothing: the answer brings what the name has meant: struct past_meaning */
    CHANGE_KINDS,
};

enum change_end {
    CHANGE_MADE,
    CHANGE_NOTHING,         /* it was so already */
    CHANGE_UNKNOWN_NAME,    /* there is none of this name */
    CHANGE_UNKNOWN_VERSION, /* there is none such, or none before */
    CHANGE_CONFLICT,        /* another version is active than was expected */
    CHANGE_ACTIVE,          /* what the name means now cannot be purged */
    CHANGE_HELD,            /* a file of the environments directory holds the version */
    CHANGE_NO_FILE,         /* none has this name */
    CHANGE_TAKEN,           /* the first digits of the version are another's */
    CHANGE_NO_DATABASE,     /* it is away, or cannot be written */
    CHANGE_FULL,            /* there are as many versions as may be, or the disk is full */
    CHANGE_ENDS,
};

/* CHANGE_HISTORY's answer is a memfd of these, the newest first. */
struct past_meaning {
    uint8_t version[32]; /* zero: the name's file, or nothing */
    int64_t at;          /* seconds since 1970 */
    uint32_t kind;       /* CHANGE_ACTIVATE, CHANGE_FOLLOW or CHANGE_DEACTIVATE */
    uint32_t rollback;   /* 1: it came by a rollback */
};
enum { PAST_MEANINGS_MAX = 1000 };

/* Images and workers are numbered by the front, never twice in its life. */
struct message {
    uint32_t kind; /* enum message_kind */
    uint32_t unused;
    union {
        char none;
        struct {
            uint64_t image;
        } image;
        struct {
            uint64_t worker, image;
            uint32_t cpu_ms, memory_kib, stack_kib;
            uint32_t unused;
        } spawn;
        struct {
            uint32_t memory_kib, stack_kib;
        } run;
        struct {
            uint64_t worker;
        } worker;
        struct {
            uint64_t image;
            uint32_t end; /* enum compile_end */
            uint32_t wall_us;
        } compiled;
        struct {
            uint64_t worker;
            int32_t pid;
            uint32_t unused;
        } spawned;
        struct {
            uint64_t worker;
            uint32_t death; /* enum death */
            int32_t code;
            uint64_t cpu_us; /* of its whole life */
        } died;
        struct {
            char name[NAME_MAX_BYTES];
            uint8_t version[32]; /* SHA-256 of the source */
            uint32_t active;     /* 1: the version that a bare name means */
            uint32_t unused;
            char quarantine[REASON_MAX]; /* why it is not to be served; "": it is */
        } store_entry;
        struct {
            uint32_t log_level; /* enum log_level */
            uint32_t workers_max;
            uint32_t keep_versions; /* 0: all */
            uint32_t cpus;
            uint64_t reloads, refused; /* done; not done, because what was there is invalid */
        } settings;
        struct {
            uint64_t number; /* the front's; STORE_DONE says it again */
            char name[NAME_MAX_BYTES];
            uint8_t version[32];  /* of PUT, ACTIVATE, PURGE, QUARANTINE and RELEASE */
            uint8_t expected[32]; /* where `expects`: what must be active now; zero: none */
            uint16_t kind;        /* enum change_kind */
            uint8_t expects;      /* 0 or 1 */
            uint8_t activate;     /* of PUT: 0 or 1 */
            uint32_t unused;
            char reason[REASON_MAX]; /* of QUARANTINE */
        } change;
        struct {
            uint64_t number;
            uint8_t active[32]; /* zero: none */
            uint32_t end;       /* enum change_end */
            uint32_t unused;
        } changed;
    };
};
_Static_assert(sizeof(struct message) == 392, "tests/process/compiler/starter.py makes one");

#endif
