/* SPDX-License-Identifier: Apache-2.0 */
/* feed.h: the channel to one front, on the loop: what the library tells, as messages. */
#ifndef STORE_FEED_H
#define STORE_FEED_H

#include <uv.h>

#include "daemon/store/database.h"
#include "daemon/store/library.h"
#include "proto/message.h"

struct feed;

/* What a front says. Descriptors stay the feed's. */
struct feed_events {
    void (*built)(void *context, const uint8_t version[HASH_BYTES],
                  const struct build_files *files);
    void (*change)(void *context, const struct message *wish, const int *descriptors, int count);
    void (*log)(void *context); /* the verdict log wants a file */
    void *context;
};

/* Takes `fd` (closed on failure too). `*slot` is where the caller keeps the feed: set to NULL when
 * the front is gone. NULL: no memory. */
struct feed *feed_open(uv_loop_t *loop, int fd, const struct feed_events *events,
                       struct feed **slot);
void feed_close(struct feed *feed); /* NULL is fine */
/* STORE_ENTRY, STORE_GONE, STORE_SYNCED. Takes `files`. */
void feed_entry(struct feed *feed, const struct library_version *version,
                const struct build_files *files);
void feed_gone(struct feed *feed, const struct library_version *version);
void feed_synced(struct feed *feed);
/* STORE_DONE; takes `file` (−1: none). */
void feed_send(struct feed *feed, const struct message *message, int file);

#endif
