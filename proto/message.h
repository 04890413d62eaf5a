/* SPDX-License-Identifier: Apache-2.0 */
/* message.h: what the long-lived processes say to each other, one SOCK_SEQPACKET packet a message,
 * with descriptors beside it. Who may send what, how large and with how many descriptors is one
 * table; channel_receive (lib/channel) drops a packet that is not in it. */
#ifndef PROTO_MESSAGE_H
#define PROTO_MESSAGE_H

#include <stdint.h>

#include "proto/limits.h"

enum peer { PEER_SUPERVISOR = 1, PEER_FRONT, PEER_STORE };

/* Row: kind, sender, receiver, member of the union, descriptors at least and at most. */
/* clang-format off */
#define MESSAGES(X) \
    X(FRONT_READY,   FRONT,      SUPERVISOR, none,        0, 0) /* the library is loaded: can score */ \
    X(FRONT_COMPILE, FRONT,      SUPERVISOR, image,       1, 1) /* source memfd → COMPILED */ \
    X(FRONT_ADOPT,   FRONT,      SUPERVISOR, image,       1, 1) /* an image of an earlier life → COMPILED */ \
    X(FRONT_FORGET,  FRONT,      SUPERVISOR, image,       0, 0) /* the image is needed no more */ \
    X(FRONT_SPAWN,   FRONT,      SUPERVISOR, spawn,       0, 0) /* → SPAWNED or DIED */ \
    X(FRONT_KILL,    FRONT,      SUPERVISOR, worker,      0, 0) /* → DIED */ \
    X(FRONT_DRAINED, FRONT,      SUPERVISOR, none,        0, 0) /* after DRAIN: nothing in flight */ \
    X(COMPILED,      SUPERVISOR, FRONT,      compiled,    1, 2) /* report memfd, the image where there is one */ \
    X(SPAWNED,       SUPERVISOR, FRONT,      spawned,     4, MESSAGE_DESCRIPTORS_MAX) /* jobs, verdicts, doorbell, completions */ \
    X(DIED,          SUPERVISOR, FRONT,      died,        0, 0) \
    X(DRAIN,         SUPERVISOR, FRONT,      none,        0, 0) /* finish what is in flight */ \
    X(STORE_CHANNEL, SUPERVISOR, FRONT,      none,        1, 1) /* a new channel to the store */ \
    X(FRONT_CHANNEL, SUPERVISOR, STORE,      none,        1, 1) /* a new channel to the front */ \
    X(STORE_ENTRY,   STORE,      FRONT,      store_entry, 1, 3) /* source memfd; image and findings of its build, where kept */ \
    X(STORE_GONE,    STORE,      FRONT,      store_entry, 0, 0) \
    X(STORE_SYNCED,  STORE,      FRONT,      none,        0, 0) /* all entries so far have been sent */ \
    X(FRONT_BUILT,   FRONT,      STORE,      store_entry, 2, 2) /* image and findings of a version: proto/findings.h */ \
    X(ISOLATION,     SUPERVISOR, FRONT,      none,        1, 1) /* memfd: proto/isolation.h */
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
        } store_entry;
    };
};

#endif
