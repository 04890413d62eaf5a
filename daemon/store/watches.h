/* SPDX-License-Identifier: Apache-2.0 */
/* watches.h: asks the kernel to say when a folder changes. */
#ifndef STORE_WATCHES_H
#define STORE_WATCHES_H

#include <uv.h>

#include "daemon/store/tree.h"

struct watched_folder;

struct watches {
    uv_loop_t *loop;
    struct watched_folder *first;
    void (*changed)(void *context);
    void *context;
};

enum watches_result {
    WATCHES_SAME,
    WATCHES_NEW,     /* folders are watched that were not: they may have changed in between */
    WATCHES_MISSING, /* some cannot be watched: look from time to time instead */
};

/* Watches the folders of `tree`, and no others. `roots` are the roots' paths. */
enum watches_result watches_update(struct watches *watches, const struct tree *tree,
                                   const char *const *roots);
void watches_close(struct watches *watches);

#endif
