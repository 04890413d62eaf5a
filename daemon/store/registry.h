/* SPDX-License-Identifier: Apache-2.0 */
/* registry.h: what clients have put into the library and what they have made of its names: the
 * database, and the library as the front is told of it, kept the same. The database is changed
 * first; the library follows from what stands in it, whoever wrote that. */
#ifndef STORE_REGISTRY_H
#define STORE_REGISTRY_H

#include "daemon/store/database.h"
#include "daemon/store/library.h"
#include "proto/message.h"

struct registry {
    struct database database;
    struct library *known;
    int64_t number;    /* of the last event that the library has heard of */
    unsigned versions; /* of one name at most, but for what it means; 0: no limit */
};

/* Applies what has been written since. 0 or negative errno. */
int registry_catch_up(struct registry *registry);
/* A front's wish. Descriptors (of PUT: source, image, findings) stay the caller's. The answer is to
 * be sent once the library has been settled, with `*file` (−1: none), which is the caller's. */
struct message registry_change(struct registry *registry, const struct message *wish,
                               const int *descriptors, int count, int *file);

#endif
