/* SPDX-License-Identifier: Apache-2.0 */
/* http_linger.h: the end of a connection whose client is still sending a body that has been
 * refused. Closing a socket with unread bytes sends a reset, and the reset destroys the answer
 * before the client has read it; so what comes is read and thrown away until the client stops. */
#ifndef FRONT_HTTP_LINGER_H
#define FRONT_HTTP_LINGER_H

#include "daemon/front/http.h"

enum {
    LINGERS_MAX = 64, /* of one thread: beyond, sockets are just closed */
    LINGER_SECONDS = 30,
};

/* `fd` is libmicrohttpd's and about to be closed by it: we go on with a copy. */
void http_linger_start(struct http_thread *thread, int fd);
/* Gives up on those that take too long; on all where `now_ns` is UINT64_MAX. */
void http_lingers_sweep(struct http_thread *thread, uint64_t now_ns);

#endif
