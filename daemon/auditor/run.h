/* SPDX-License-Identifier: Apache-2.0 */
/* run.h: one child at a time: the compiler, then the judge. */
#ifndef AUDITOR_RUN_H
#define AUDITOR_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/error.h"

enum { RUN_HEARD_MAX = 64 * 1024 /* bytes of its standard error that are looked at */ };

struct run {
    const char *path; /* NULL: `executable` is */
    int executable;
    char *const *arguments; /* NULL-terminated; [0] is the name */
    const int *descriptors; /* 3 … in the child, in order; none of them below 3 + count */
    int count;
    unsigned cpu_seconds;
    size_t address_space; /* bytes; 0: as it is */
};

struct run_end {
    int signal, status;
    char heard[RUN_HEARD_MAX]; /* the beginning of its standard error */
    size_t heard_size;
};

/* Waits for its end. Negative errno: it could not be started. */
int run(const struct run *run, struct run_end *end, struct error *error);

#endif
