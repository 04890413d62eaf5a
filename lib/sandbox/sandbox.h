/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.h: what a process gives up, in the order in which it can. Each function returns 0 or a
 * negative errno with a sentence; a caller that gets an error must not go on.
 *
 * With sanitizers (SANITIZED) each leaves open what a report needs: standard error, the counter,
 * the address space, memory calls; a finding ends the process with status 86. A locked process
 * leaves with _exit: what exit would run may make a call. */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/error.h"

/* No new privileges, not dumpable, no core files, no timestamp counter where `no_clock`. */
int sandbox_basics(int no_clock, struct error *error);

struct sandbox_limits {
    size_t address_space; /* bytes; 0: as it is (and always with sanitizers) */
    size_t stack;         /* bytes; 0: as it is */
    unsigned cpu_seconds; /* then SIGXCPU, a second later SIGKILL; 0: as it is */
    int no_files;         /* no new descriptor, no file growth, no new process, no locked memory */
};
int sandbox_limit(const struct sandbox_limits *limits, struct error *error);

/* Closes every descriptor but `keep` (ascending). */
int sandbox_close_all_but(const int *keep, size_t count, struct error *error);

/* The layers that depend on the machine, after sandbox_basics and before the limits: an empty root
 * directory, a user id of its own, no capabilities, Landlock rules that allow nothing. What the
 * machine does not offer is left out, and `made` (may be NULL) says so; what it offers must work.
 */
struct enclosure {
    bool root, user;
    int landlock; /* its version; 0: none */
};
int sandbox_enclose(struct enclosure *made, struct error *error);

/* The worker's final filter: read(WORKER_DOORBELL, _, 8), write(WORKER_COMPLETIONS …, _, 8) for
 * each thread that it serves, exit_group; every other call kills the process by SIGSYS. No handler
 * of a signal can return. */
int sandbox_lock_worker(unsigned threads, struct error *error);
/* The compiler's: private memory that is never executable, exit, and nothing that names a file. */
int sandbox_lock_compiler(struct error *error);

/* The auditor's, after sandbox_basics: reads and executes the toolchain and `judge` (a descriptor),
 * works in `folder`, and starts programs that are locked in with it. */
int sandbox_lock_auditor(const char *compiler, const char *folder, int judge, struct error *error);
/* The judge's, within it: nothing is started or left any more. */
int sandbox_lock_judge(struct error *error);

/* The long-lived roles, after sandbox_basics: the layers that fit each, then its filter
 * (role_front.c, role_store.c, role_supervisor.c). With sanitizers they lock nothing: their reports
 * and leak checks need what is taken away. */
int sandbox_lock_front(struct error *error);

/* Where the store's database is, and what it takes to reach it. */
enum sandbox_database {
    SANDBOX_DATABASE_OWN,     /* files in its folder */
    SANDBOX_DATABASE_SOCKET,  /* a Unix socket */
    SANDBOX_DATABASE_NETWORK, /* TCP, by name, with TLS */
};
struct sandbox_store {
    const char *const *directories; /* to be read; what is not there stays out of reach */
    size_t count;
    const char *data; /* whose files it may change; NULL: none */
    const char *log;  /* where it makes the verdict log's; NULL: nowhere */
    enum sandbox_database database;
};
int sandbox_lock_store(const struct sandbox_store *needs, struct error *error);

/* What the supervisor and its children need later. */
struct sandbox_supervisor {
    const int *executables; /* that it starts */
    size_t executable_count;
    const char *const *cleaned; /* directories that it removes files of its own from */
    size_t cleaned_count;
    const char *data; /* the folder that the store keeps its files in; NULL: none */
    const char *log;  /* and the one that it makes the verdict log's in; NULL: none */
    enum sandbox_database database;
    const char *no_path; /* the empty path that execveat is called with */
};
int sandbox_lock_supervisor(const struct sandbox_supervisor *needs, struct error *error);

#endif
