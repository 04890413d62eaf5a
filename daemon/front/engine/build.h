/* SPDX-License-Identifier: Apache-2.0 */
/* build.h: one source on its way to a version; what build.c (the line of builds) and build_steps.c
 * (what is done to each) share. */
#ifndef ENGINE_BUILD_H
#define ENGINE_BUILD_H

#include "daemon/front/engine/control.h"
#include "daemon/front/engine/findings.h"

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
    struct build_files kept;   /* of an earlier life, until they have been tried */
    struct findings *findings; /* those of `kept`, while its image is being adopted */
    struct image *image;       /* while it is being compiled or adopted */
    int image_file;            /* what to keep of it; −1: nothing */
    struct version *trial;     /* while it is being described */
    struct job job;
    struct library_examination examination;
};

/* build.c: the ends of a build that runs. */
/* Takes the version, which is served or failed; NULL: the server failed. */
void build_finish(struct build *build, const struct version *version, enum outcome outcome);
/* The server failed at `what`: again later, or given up in the end. */
void build_try_again(struct build *build, const char *what);

/* build_steps.c: its first step; and letting go of what its steps hold. */
void build_start(struct build *build);
void build_let_go(struct build *build);

#endif
