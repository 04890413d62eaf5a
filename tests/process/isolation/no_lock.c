/* SPDX-License-Identifier: Apache-2.0 */
/* no_lock.c: a worker's last lock that locks nothing, for a worker that a daemon must refuse to
 * serve with. It takes the place of lib/sandbox/lock.c. */
#include "lib/sandbox/sandbox.h"

int sandbox_lock_worker(unsigned threads, struct error *error)
{
    return 0;
}
