/* SPDX-License-Identifier: Apache-2.0 */
/* program.h: a seccomp filter as the kernel takes it. The filters of all roles but the supervisor's
 * are made from their tables (filter.h) when resynd is built, by make_programs.c: who enters one
 * links nothing that could make another, and spends nothing on making it. */
#ifndef SANDBOX_PROGRAM_H
#define SANDBOX_PROGRAM_H

#include <linux/filter.h>

#include "lib/base/error.h"
#include "proto/limits.h"

struct program {
    const char *role;
    const struct sock_filter *instructions;
    unsigned short count;
};

extern const struct program program_compiler, program_front, program_store, program_store_postgres,
    program_auditor, program_judge;
extern const struct program program_worker[THREADS_MAX]; /* [n]: of one that serves n + 1 threads */

/* Enters it, all threads together. 0 or a negative errno. */
int program_enter(const struct program *program, struct error *error);

#endif
