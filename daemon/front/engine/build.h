/* SPDX-License-Identifier: Apache-2.0 */
/* build.h: one source on its way to a version; what build.c (the line of builds) and build_steps.c
 * (what is done to each) share. */
#ifndef ENGINE_BUILD_H
#define ENGINE_BUILD_H

#include "daemon/front/engine/control.h"

struct build {
    struct build *next;
    struct builder *builder;
    struct known *known; /* NULL: a check, or forgotten */
    struct check *check; /* NULL: for the library */
    unsigned thread;     /* of the check */
    char name[NAME_MAX_BYTES];
    uint8_t hash[HASH_BYTES];
    struct source *source;
    unsigned tries, crashes;
    uint64_t not_before_ns;
    struct image *image;   /* while it is being compiled */
    struct version *trial; /* while it is being described */
    struct job job;
};

/* build.c: the ends of a build that runs. */
/* Takes the version, which is served or failed; NULL: the server failed. */
void build_finish(struct build *build, const struct version *version, enum outcome outcome);
/* The server failed at `what`: again later, or given up in the end. */
void build_try_again(struct build *build, const char *what);

/* build_steps.c: its first step. */
void build_start(struct build *build);

#endif
