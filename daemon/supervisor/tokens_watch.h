/* SPDX-License-Identifier: Apache-2.0 */
/* tokens_watch.h: the tokens in the data directory, and whoever changes them there. */
#ifndef SUPERVISOR_TOKENS_WATCH_H
#define SUPERVISOR_TOKENS_WATCH_H

#include <stdbool.h>
#include <sys/stat.h>
#include <uv.h>

#include "lib/tokens/tokens.h"

struct tokens_watch {
    struct tokens tokens;
    int directory;    /* borrowed */
    struct stat seen; /* of the file; zero: there was none */
    uv_timer_t timer;
    void (*changed)(void *context, int file);
    void *context;
};

/* Reads them. Negative errno with a sentence: they cannot be, as tokens_read says. */
int tokens_watch_open(struct tokens_watch *watch, int directory, struct error *error);
/* From now on `changed` gets a sealed file for the front (proto/access.h), to keep, within half a
 * second of a change. Where the file is not understood any more, there are no tokens. */
void tokens_watch_start(struct tokens_watch *watch, uv_loop_t *loop,
                        void (*changed)(void *context, int file), void *context);
/* The same file for a front that starts; the caller's to close. Negative errno. */
int tokens_watch_file(const struct tokens_watch *watch);
/* Whether somebody has the scope. */
bool tokens_watch_grants(const struct tokens_watch *watch, enum scope scope);
void tokens_watch_close(struct tokens_watch *watch);

#endif
