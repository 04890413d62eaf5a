/* SPDX-License-Identifier: Apache-2.0 */
/* filter.h: seccomp filters as tables. One row allows one system call, with conditions on its
 * arguments, and says what it is for; what has no row meets the fallback. Other ABIs of the machine
 * (32-bit, x32) kill the process whatever the table says. */
#ifndef SANDBOX_FILTER_H
#define SANDBOX_FILTER_H

#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/sandbox/program.h"
#include "lib/sandbox/sandbox.h"
#include "proto/ring.h"

enum {
    FILTER_CONDITIONS_MAX = 4,
    FILTER_WORKER_ROWS_MAX = 2 + THREADS_MAX, /* doorbell, exit, a completion for each thread */
    FILTER_STORE_ROWS_MAX = 128,
    FILTER_SUPERVISOR_ROWS_MAX = 512,
};

/* (argument & mask) == value, over all 64 bits. */
struct filter_condition {
    unsigned argument;
    uint64_t mask, value;
};

struct filter_row {
    int call;
    const char *name;
    int refused; /* an errno that the caller gets; 0: the call is made */
    unsigned count;
    struct filter_condition when[FILTER_CONDITIONS_MAX]; /* all must hold */
    const char *why;
};

/* clang-format off */
#define FILTER_CONDITIONS(...) \
    sizeof((const struct filter_condition[]){__VA_ARGS__}) / sizeof(struct filter_condition), {__VA_ARGS__}
#define ALLOW(call, why) {SCMP_SYS(call), #call, 0, 0, {{0}}, why}
#define ALLOW_IF(call, why, ...) {SCMP_SYS(call), #call, 0, FILTER_CONDITIONS(__VA_ARGS__), why}
#define REFUSE(call, code, why) {SCMP_SYS(call), #call, code, 0, {{0}}, why}
#define REFUSE_IF(call, code, why, ...) {SCMP_SYS(call), #call, code, FILTER_CONDITIONS(__VA_ARGS__), why}
#define IS(argument, value) {argument, ~(uint64_t)0, (uint64_t)(value)}
#define NONE_OF(argument, bits) {argument, (uint64_t)(bits), 0}
#define ALL_OF(argument, bits) {argument, (uint64_t)(bits), (uint64_t)(bits)}
#define ONLY(argument, bits) {argument, ~(uint64_t)(bits), 0}
/* clang-format on */

struct filter {
    const char *role;
    uint32_t fallback; /* SCMP_ACT_… for what has no row */
    const struct filter_row *rows;
    size_t count;
};

/* The roles' tables. */
extern const struct filter filter_compiler, filter_front, filter_store, filter_auditor,
    filter_judge;
/* A worker's depends on how many threads it serves; `rows` has room for FILTER_WORKER_ROWS_MAX. */
struct filter filter_worker(struct filter_row *rows, unsigned threads);
/* A store's whose database is elsewhere; `rows` has room for FILTER_STORE_ROWS_MAX. */
struct filter filter_store_postgres(struct filter_row *rows);
/* What a sanitizer's report needs on top of any filter; none in other builds. */
extern const struct filter filter_sanitizer;
/* The supervisor's covers what all its children need, from their first instruction on, those of
 * filter_store_postgres only where the store's `database` is elsewhere; `rows` has room for
 * FILTER_SUPERVISOR_ROWS_MAX. `no_path` is the empty string that execveat is called with:
 * no other address is let through. */
struct filter filter_supervisor(struct filter_row *rows, const char *no_path,
                                enum sandbox_database database);

/* Makes it into what the kernel takes. The caller gives it back with filter_program_free. 0 or a
 * negative errno. */
int filter_program(const struct filter *filter, struct program *out);
void filter_program_free(struct program *program);

#endif
