/* SPDX-License-Identifier: Apache-2.0 */
/* http.h: the HTTP side of one thread. libmicrohttpd in external epoll mode, one of its daemons for
 * each listening socket, polled by the thread's uv loop. A request is read, answered and counted on
 * the thread that accepted it; nothing here blocks. */
#ifndef FRONT_HTTP_H
#define FRONT_HTTP_H

#include <stdatomic.h>
#include <uv.h>

#include "daemon/front/client.h"
#include "daemon/front/engine.h"
#include "daemon/front/held.h"
#include "daemon/front/metrics.h"
#include "daemon/front/scoring.h"
#include "daemon/front/spares.h"
#include "daemon/front/tls.h"
#include "daemon/front/verdict_log.h"
#include "lib/json/document.h"
#include "proto/front_start.h"

enum {
    /* Bytes that libmicrohttpd keeps for a connection: request head and read buffer. It zeroes all
     * of it between requests. */
    HTTP_CONNECTION_BYTES = 16 * 1024,
    HTTP_CONNECTIONS_MAX = 4096, /* of one listening socket and thread; more wait in the backlog */
    /* With so many, each new one ends the one whose client has kept us waiting longest. */
    HTTP_CONNECTIONS_FULL = HTTP_CONNECTIONS_MAX - HTTP_CONNECTIONS_MAX / 8,
    HTTP_IDLE_SECONDS = 75,  /* longer than any client keeps its connection (5–60 s) */
    HTTP_HEAD_SECONDS = 90,  /* a request's head must be there, however it trickles */
    HTTP_BODY_SECONDS = 300, /* and its body */
    HTTP_SEND_SECONDS = 300, /* until the client has read its answer, or the next of a stream */
    HTTP_BODY_PROGRESS = 64 * 1024, /* bytes after which a body counts as having come on */
    HTTP_START_SECONDS = 30,  /* that a request waits for the library of a front just started */
    HTTP_HAND_OVER_MS = 1000, /* that connections without a request are kept open meanwhile */
    HTTP_SWEEP_MS = 200,      /* how soon a hang-up or a passed deadline is seen */
    /* So long an answer is waited for without suspending its connection: most verdicts take 0.1 ms,
     * and on a busy machine a turn of the scheduler more. */
    HTTP_WAIT_MS = 5,
    HTTP_TICK_MS = 1,     /* and meanwhile its listener is run so often at least */
    HTTP_ROUNDS_MAX = 16, /* in which verdicts are looked for before the loop goes round */
    HTTP_WAITS_MAX = 64,  /* on one listener: each costs every run of libmicrohttpd 0.1 µs */
};

#define HTTP_BODY_MAX ((size_t)64 * 1024 * 1024)
/* A body that is too long is read to its end and thrown away, so that the client gets to read the
 * 413 and keeps its connection; beyond this it is cut off. */
#define HTTP_DISCARD_MAX ((size_t)256 * 1024 * 1024)
/* Bodies in memory on one thread. */
#define HTTP_BODIES_MAX ((size_t)512 * 1024 * 1024)
/* Instances in memory on one thread. */
#define HTTP_INSTANCES_BYTES ((size_t)64 * 1024 * 1024)

struct server;
struct access_tokens;

struct http_thread {
    struct server *server;
    unsigned index;
    uv_loop_t *loop;
    struct engine *engine;
    struct scoring *scoring;
    struct metrics metrics;
    struct verdict_log_lane *log; /* NULL: nothing is logged */
    struct document document;     /* requests are read with it, one after the other */
    bool ready;                   /* has been, once: from then on what is unknown is unknown */
    bool draining;                /* as the last sweep saw it */
    uint64_t handing_over_ns;     /* since when no client is let in; 0: they are */

    struct http_listener *listeners;
    unsigned listener_count;
    struct http_connection *connections; /* all, for their deadlines */
    struct clients clients;              /* behind them */
    struct exchange *exchanges;          /* all, for hang-ups */
    struct spares spare_exchanges;       /* with their buffers */
    struct spares works;                 /* score_work.c's */
    struct held_list held;               /* wait for room in the queue */
    struct websocket *websockets;
    unsigned websocket_count;
    struct http_linger *lingers;
    unsigned linger_count;
    unsigned waiting;             /* exchanges that owe an answer */
    unsigned holds;               /* of these, whose answer access.c keeps back */
    struct access_tokens *tokens; /* access.c's */
    size_t body_bytes;
    uint64_t next_request; /* for request ids */
    uint64_t secret;
    uint64_t swept_ns; /* uv_hrtime; 0: not yet */
    uv_timer_t sweep;
    uv_prepare_t prepare;
};

/* The context of the thread hooks. */
struct server {
    unsigned threads, own, shared; /* listeners: proto/front_start.h */
    uid_t user;                    /* that this runs as */
    struct tls tls;
    char kinds[LISTENERS_MAX + 1]; /* enum listener_kind, a capital with TLS; 0: LISTENER_OPEN */
    bool operations;               /* one of them is LISTENER_OPERATIONS */
    enum gate_mode gate;
    unsigned metrics_environments; /* that have series of their own */
    double started_seconds;        /* since 1970 */
    struct verdict_log log;
    struct http_thread *_Atomic thread[THREADS_MAX]; /* set by each before it serves */
};

extern const struct thread_hooks http_hooks;

#endif
