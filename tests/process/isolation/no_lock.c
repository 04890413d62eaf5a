/* SPDX-License-Identifier: Apache-2.0 */
/* no_lock.c: a worker's last lock that locks nothing, for a worker that a daemon must refuse to
 * serve with. It takes the place of lib/sandbox/role_worker.c. */
#include "lib/sandbox/sandbox.h"

int sandbox_lock_worker(int doorbell, int first_completion, unsigned completions,
                        struct error *error)
{
    return 0;
}
