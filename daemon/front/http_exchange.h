/* SPDX-License-Identifier: Apache-2.0 */
/* http_exchange.h: one request and its answer. A route's handler gets the exchange when the whole
 * request is there; it answers at once or later, and all at once or as a stream:
 *
 *     exchange_finish(exchange, 200)                  the answer is what was put into `out`
 *     exchange_fail(exchange, 400, "bad_request", …)  the error shape
 *     exchange_stream(exchange, 200)                  what is put into `out` is sent as it comes;
 *                                                     exchange_pushed after each piece, and
 *                                                     exchange_finish at the end
 *
 * Work that goes on after the handler has returned sets `cancel`, which is called once where the
 * client has gone; the work must still end with exchange_finish, whatever it has. */
#ifndef FRONT_HTTP_EXCHANGE_H
#define FRONT_HTTP_EXCHANGE_H

#include <microhttpd.h>

#include "daemon/front/http.h"
#include "daemon/front/lookup.h"
#include "daemon/front/request_json.h"
#include "daemon/front/websocket_frame.h"
#include "lib/base/buffer.h"

struct route;

enum {
    REQUEST_ID_MAX = 128,  /* bytes of X-Request-Id */
    TRACEPARENT_SIZE = 55, /* bytes: W3C Trace Context, version 00 */
    ALLOW_MAX = 48,        /* bytes of the methods of a path */
    CHALLENGE_MAX = 96,
    PARAMETER_MAX = 160, /* bytes of the part of the path that a pattern's {} takes */
};

struct exchange {
    struct http_thread *thread;
    struct http_listener *listener;
    struct MHD_Connection *connection; /* NULL once libmicrohttpd has ended the request */
    struct exchange *next, *previous;  /* of the thread */

    const struct route *route;
    const char *path, *method; /* libmicrohttpd's, while there is a connection */
    char parameter[PARAMETER_MAX];
    char request_id[REQUEST_ID_MAX + 1];
    char traceparent[TRACEPARENT_SIZE + 1]; /* the client's; "": none */
    struct buffer body;
    bool packed;           /* the body comes packed … */
    struct gunzip *gunzip; /* … and once it comes, this unpacks it */
    uint64_t announced;    /* bytes of body, as the head says; 0 where it does not */
    size_t arrived;        /* bytes of body, kept or not */
    uint64_t started_ns;
    unsigned scopes;        /* what it may do: enum scope */
    uint64_t held_until_ns; /* access.c keeps the answer back so long; 0: not */

    struct buffer out;
    size_t sent;       /* of out, where streaming */
    uint64_t streamed; /* bytes in all */
    int status;        /* 0 until there is an answer */
    const char *content_type;
    char allow[ALLOW_MAX];               /* for 405 */
    char accept[WEBSOCKET_ACCEPT_BYTES]; /* for 101 */
    MHD_UpgradeHandler upgrade;          /* takes the connection after 101; NULL: none */
    const char *challenge;               /* for 401 and 403: WWW-Authenticate; NULL: none */
    char challenge_room[CHALLENGE_MAX];

    struct lookup *lookup; /* the handler is called again after it; NULL: none */
    bool looked;           /* there has been one */

    /* The route's. */
    void *work;
    void (*cancel)(struct exchange *exchange);
    void (*more)(struct exchange *exchange); /* where streaming: `out` has been sent */

    bool refused;  /* the answer is known before the body has come */
    bool started;  /* the whole request is there: the handler has been called, or is to be */
    bool parked;   /* waits for the library; the handler has not been called */
    bool finished; /* by the handler */
    bool streaming;
    bool broken; /* the stream has no end */
    bool suspended;
    bool waits;        /* for its answer, without being suspended */
    uint64_t since_ms; /* where it waits: uv_now when it began to */
    bool gone;         /* the client has hung up */
    bool lingers;      /* answered before its body had come: the connection ends slowly */
    bool ends;         /* the connection, with this answer */
    bool counted;      /* in thread->waiting */
};

void exchange_finish(struct exchange *exchange, int status);
void exchange_stream(struct exchange *exchange, int status, const char *content_type);
void exchange_pushed(struct exchange *exchange);
/* exchange_finish of a stream that could not be made whole: it is cut off behind what was put, so
 * that no client takes it for all. */
void exchange_break(struct exchange *exchange);

/* The connection is no longer HTTP's: the exchange owes nothing any more. */
void exchange_upgraded(struct exchange *exchange);

/* The error shape. `hint` may be NULL; `details` is a JSON array as text, or NULL. */
void exchange_fail_with(struct exchange *exchange, int status, const char *code,
                        const char *message, const char *hint, const struct buffer *details);
__attribute__((format(printf, 5, 6))) void exchange_fail(struct exchange *exchange, int status,
                                                         const char *code, const char *hint,
                                                         const char *format, ...);
/* 413 for "too_large", 500 for "internal", else 400. */
void exchange_fail_trouble(struct exchange *exchange, const struct request_trouble *trouble);

/* Looks whether another replica has put the version that the handler has not found; the first time
 * only. Then the handler is called again. False: there is nothing to hope for. Where the client
 * goes meanwhile, `cancel` is called, or without one the exchange ends by itself. */
bool exchange_looks(struct exchange *exchange, const struct address *address);

/* Whether the Accept header asks for this type. */
bool exchange_wants(const struct exchange *exchange, const char *type);
/* … for application/x-ndjson. */
bool exchange_wants_lines(const struct exchange *exchange);

/* libmicrohttpd's callbacks; `context` is the listener. */
enum MHD_Result exchange_on_request(void *context, struct MHD_Connection *connection,
                                    const char *url, const char *method, const char *version,
                                    const char *upload, size_t *upload_size, void **request);
void exchange_on_completed(void *context, struct MHD_Connection *connection, void **request,
                           enum MHD_RequestTerminationCode why);

void exchanges_open(struct http_thread *thread); /* before it serves */
/* Cancels what suspended clients have hung up on, and starts what was parked and can start now. */
void exchanges_sweep(struct http_thread *thread);
/* The thread ends: nothing may stay suspended. */
void exchanges_end(struct http_thread *thread);

#endif
