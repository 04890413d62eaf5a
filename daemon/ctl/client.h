/* SPDX-License-Identifier: Apache-2.0 */
/* client.h: requests to the daemon over libcurl. One connection, kept alive. Blocks. */
#ifndef CTL_CLIENT_H
#define CTL_CLIENT_H

#include <jansson.h>

#include "daemon/ctl/ctl.h"
#include "lib/base/buffer.h"

struct client;

/* NULL after a complaint. Every request brings the token, where there is one. */
struct client *client_new(const struct ctl *ctl);
void client_free(struct client *client);

/* Sends a request (GET where `body` is NULL, else POST of JSON) and reads the JSON of the answer.
 * Refused connections, 429 and 503 are tried again, `Retry-After` heeded, for at most `patience_s`
 * seconds. EXIT_FINE: `*answer` is the caller's. Else it has complained, and says how to exit. */
int client_request(struct client *client, const char *path, const char *body, size_t body_size,
                   unsigned patience_s, json_t **answer);

/* Any method; not tried again. EXIT_FINE: the daemon
 * has answered, and `*status` and `*answer` (NULL: it was no JSON) say what. */
struct client_call {
    const char *method, *path;
    const char *body; /* NULL: none */
    size_t body_size;
    const char *expected; /* a version for If-Match; NULL: none */
};
int client_change(struct client *client, const struct client_call *call, unsigned *status,
                  json_t **answer);
/* POST of JSON, answered with JSON Lines: their bytes, tried again like client_request. */
int client_lines(struct client *client, const struct client_call *call, unsigned patience_s,
                 struct buffer *answer);
/* Complains of an answer that is a refusal. Returns EXIT_REFUSED. */
int client_refused(unsigned status, const json_t *answer);

/* The same without JSON: the bytes of the answer, and no complaint about its status, which is
 * returned in `*status`. */
int client_fetch(struct client *client, const char *path, unsigned *status, struct buffer *answer);

/* Percent-encodes a path segment into `out`. */
void client_encode(struct client *client, const char *text, struct buffer *out);

#endif
