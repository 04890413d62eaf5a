/* SPDX-License-Identifier: Apache-2.0 */
/* cgroup.h: one control group for all processes that run strangers' code, so that together they
 * take no memory and no process numbers from the rest of the daemon. Only in cgroup v2, and only in
 * a subtree that was given to the daemon to manage, which systemd marks (Delegate=yes): elsewhere
 * the hierarchy is somebody else's. Runs in the supervisor, at its start. */
#ifndef SUPERVISOR_CGROUP_H
#define SUPERVISOR_CGROUP_H

#include <stdbool.h>

#include "lib/base/error.h"

struct cgroup {
    int pids;          /* its pids.max; 0: processes are not limited */
    int procs;         /* the group's cgroup.procs, for struct start; 0: there is none */
    const char *state; /* static: what it limits, or why there is none */
};

struct cgroup_limits {
    unsigned long long memory_bytes; /* of all in the group together */
    unsigned processes;
};

/* `directory`: this process's own group. It moves into a group below it, because a group with
 * processes of its own cannot limit those of others (the kernel's "no internal processes"). 0 also
 * where nothing is delegated; negative errno where what is delegated cannot be used. */
int cgroup_open(struct cgroup *group, const char *directory, const struct cgroup_limits *limits,
                struct error *error);
/* Whether there is one to divide; `state` says what it would limit, or why there is none. */
bool cgroup_offered(const char *directory, const char **state);
/* Changes what the group may hold. Negative errno. */
int cgroup_bound(const struct cgroup *group, unsigned processes);
void cgroup_close(struct cgroup *group);

#endif
