/* SPDX-License-Identifier: Apache-2.0 */
/* audit_run.h: one run of resynd-auditor: its compiler, its folder, its memory, its end. */
#ifndef CTL_AUDIT_RUN_H
#define CTL_AUDIT_RUN_H

#include <limits.h>

#include "lib/base/buffer.h"
#include "lib/process/process.h"
#include "proto/audit.h"

struct audit_run {
    char compiler[PATH_MAX]; /* "": neither gcc nor clang is installed */
    char folder[PATH_MAX];   /* its own, removed at the end; "": none */
    int verdicts;            /* −1: none */
    struct audit_head *head; /* mapped; NULL: not run */
    struct audit_verdict *list;
    size_t size;
};

/* Finds a compiler. */
void audit_run_init(struct audit_run *run);
void audit_run_deinit(struct audit_run *run);
/* Runs the auditor to its end on `count` jobs. Then `head` and `list` are what it left: to be
 * doubted, but it changes no more. Negative errno where this machine failed. Blocks. */
int audit_run(struct audit_run *run, const struct buffer *source, int jobs, size_t count,
              struct error *error);

#endif
