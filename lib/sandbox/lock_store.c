/* SPDX-License-Identifier: Apache-2.0 */
/* lock_store.c: see sandbox.h. Apart from lock.c, so that a role which opens nothing does not link
 * what opens files. */
#include <errno.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/landlock.h"
#include "lib/sandbox/program.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/sanitizer.h"

/* What name look-ups and TLS read. */
static const char *const of_network[] = {
    "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf",
    "/etc/gai.conf",    "/etc/ssl",   "/usr/lib/ssl",       "/usr/share/ca-certificates",
};

/* Those that are there: for the environments, see store/look.c. */
static int allow_reading(const struct landlock *landlock, const char *const *paths, size_t count,
                         struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        int added = landlock_allow(landlock, paths[i], LANDLOCK_READ, error);
        if (added < 0 && added != -ENOENT && added != -EACCES)
            return added;
    }
    return 0;
}

static int confine(const struct sandbox_store *needs, struct error *error)
{
    bool network = needs->database == SANDBOX_DATABASE_NETWORK;
    struct landlock landlock;
    int rc = landlock_open(&landlock, LANDLOCK_ALL_FILES, network, error), added = 0;
    if (rc > 0)
        added = allow_reading(&landlock, needs->directories, needs->count, error);
    if (rc > 0 && added == 0 && network)
        added = allow_reading(&landlock, of_network, sizeof of_network / sizeof *of_network, error);
    if (rc > 0 && added == 0 && needs->data)
        added = landlock_allow(&landlock, needs->data, LANDLOCK_KEEP, error);
    if (rc > 0 && added == 0 && needs->log)
        added = landlock_allow(&landlock, needs->log, LANDLOCK_KEEP, error);
    return landlock_enter(&landlock, added < 0 ? added : rc, error);
}

int sandbox_lock_store(const struct sandbox_store *needs, struct error *error)
{
    bool own = needs->database == SANDBOX_DATABASE_OWN;
    if (SANITIZER_PRESENT)
        return 0;
    int rc = give_up_capabilities(CAPABILITY_BIT(CAP_DAC_READ_SEARCH), error);
    if (rc == 0)
        rc = confine(needs, error);
    return rc < 0 ? rc : program_enter(own ? &program_store : &program_store_postgres, error);
}
