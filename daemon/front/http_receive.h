/* SPDX-License-Identifier: Apache-2.0 */
/* http_receive.h: a request's head and body as they arrive, and what can be refused before the
 * whole is there. */
#ifndef FRONT_HTTP_RECEIVE_H
#define FRONT_HTTP_RECEIVE_H

#include "daemon/front/http_exchange.h"

/* Finds the route and the request's id. Refuses what the head is enough to refuse: the answer goes
 * out at once, or after the body where that keeps the connection. MHD_NO ends the connection. */
enum MHD_Result receive_head(struct exchange *exchange, const char *url, const char *method);

/* Keeps a piece of the body, within the route's bound and the thread's; of a refused request it is
 * thrown away. */
enum MHD_Result receive_body(struct exchange *exchange, const char *bytes, size_t size);

/* The whole body is there. Refuses one that was packed and has no end. */
void receive_end(struct exchange *exchange);

/* Frees the body. */
void receive_drop(struct exchange *exchange);

#endif
