/* SPDX-License-Identifier: Apache-2.0 */
/* lock_store.c: see sandbox.h. Apart from lock.c, so that a role which opens nothing does not link
 * what opens files. */
#include <errno.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/landlock.h"
#include "lib/sandbox/program.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/sanitizer.h"

static int confine_to(const char *const *directories, size_t count, const char *data,
                      struct error *error)
{
    struct landlock landlock;
    int rc = landlock_open(&landlock, LANDLOCK_ALL_FILES, error);
    for (size_t i = 0; rc > 0 && i < count; i++) {
        int added = landlock_allow(&landlock, directories[i], LANDLOCK_READ, error);
        if (added < 0 && added != -ENOENT && added != -EACCES) /* not there yet: see store/look.c */
            rc = added;
    }
    if (rc > 0 && data) {
        int added = landlock_allow(&landlock, data, LANDLOCK_KEEP, error);
        rc = added < 0 ? added : rc;
    }
    return landlock_enter(&landlock, rc, error);
}

int sandbox_lock_store(const char *const *directories, size_t count, const char *data,
                       struct error *error)
{
    if (SANITIZER_PRESENT)
        return 0;
    int rc = give_up_capabilities(CAPABILITY_BIT(CAP_DAC_READ_SEARCH), error);
    if (rc == 0)
        rc = confine_to(directories, count, data, error);
    return rc < 0 ? rc : program_enter(&program_store, error);
}
