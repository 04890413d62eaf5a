/* SPDX-License-Identifier: Apache-2.0 */
/* access.h: what a request may do: by the listener that it came to, by the user at the other end of
 * a Unix socket, or by its token (Authorization: Bearer …). The front knows tokens' hashes only,
 * which tell nobody the tokens. */
#ifndef FRONT_ACCESS_H
#define FRONT_ACCESS_H

#include "daemon/front/http_exchange.h"
#include "proto/access.h"

/* A thread's copy of what the supervisor has said last. */
struct access_tokens {
    unsigned generation, count;
    struct token_grant grants[TOKENS_MAX];
};

/* A file of struct token_grant, which it closes: from now on these are the tokens, on all threads.
 * Called on any thread, before they run or meanwhile. False: it is no such file. */
bool access_take_tokens(int file);

/* Whether the request may have its route, by its head. False: it is answered, with 401 or 403; a
 * wrong token's answer waits (access_holds). */
bool access_allowed(struct exchange *exchange);
/* Whether it has a right beyond its route's. False: it is answered, with 403. */
bool access_has(struct exchange *exchange, enum scope scope, const char *what);

/* Whether an answer is to be kept back for now: guesses cost who guesses a time that doubles with
 * each on a connection, and us a suspended connection. */
bool access_holds(struct exchange *exchange);
/* Its time is over, or the server stops: now. */
bool access_lets_go(struct exchange *exchange, uint64_t now_ns);

#endif
