/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd-worker: runs one image on many jobs. Everything that it inherits is named in
 * proto/ring.h (enum worker_descriptor); once locked it can read its doorbell, ring those of its
 * client's threads, and end. Blocks only while it waits for jobs. */
#include <stdio.h>
#include <unistd.h>

#include "daemon/worker/adopt.h"
#include "daemon/worker/declaration.h"
#include "daemon/worker/fault.h"
#include "daemon/worker/serve.h"

/* Before the lock nothing from outside is looked at but its orders and the image's header; after
 * it, everything is. */
int main(int count, char **arguments)
{
    static struct worker worker;
    struct error error;
    int result = worker_prepare(&worker, count, arguments, &error);
    if (result == 0)
        result = worker_adopt(&worker, &error);
    if (result < 0) {
        dprintf(STDERR_FILENO, "resynd-worker: %s\n", error.text);
        worker_fail(error.text);
    }
    if (worker_lock(&worker, &error) < 0)
        worker_fail(error.text);
    declaration_read(&worker);
    serve(&worker);
}
