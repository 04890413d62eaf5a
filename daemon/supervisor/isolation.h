/* SPDX-License-Identifier: Apache-2.0 */
/* isolation.h: the supervisor's own lock, and what it finds out about everyone's. */
#ifndef SUPERVISOR_ISOLATION_H
#define SUPERVISOR_ISOLATION_H

#include <stdio.h>

#include "daemon/supervisor/cgroup.h"
#include "daemon/supervisor/options.h"
#include "lib/process/process.h"
#include "lib/sandbox/namespaces.h"
#include "proto/isolation.h"

struct confinement {
    struct cgroup group;
    struct namespaces namespaces;
    struct isolation found;
    int file; /* `found`, in a sealed memfd for the front */
};
#define CONFINEMENT_INIT ((struct confinement){.namespaces = {.first_fd = -1}, .file = -1})

/* `data`: the folder that the store writes to; NULL: none. Makes the workers' control group
 * (`programs` says then that they are started into it), enters namespaces, locks this process,
 * probes the layers and tries the canaries. To be called once, when all that needs a path or a
 * socket is open. Negative errno with a sentence: nothing may be served. */
int confinement_enter(struct confinement *confinement, const struct options *options,
                      const char *data, struct programs *programs, struct error *error);
/* The same for a trial: no control group is made, because a daemon that runs may have one, and no
 * folder is written to. */
int confinement_try(struct confinement *confinement, const struct options *options,
                    const struct programs *programs, struct error *error);
/* As many workers may live from now on. Negative errno. */
int confinement_bound(const struct confinement *confinement, unsigned workers);
void confinement_leave(struct confinement *confinement);

/* The table of --show-isolation. */
void isolation_print(const struct isolation *isolation, FILE *out);

#endif
