/* SPDX-License-Identifier: Apache-2.0 */
/* lock.c: see sandbox.h. Runs in the worker, the compiler and the front. */
#include <errno.h>

#include "lib/sandbox/program.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/sanitizer.h"
#include "lib/sandbox/without.h"

int sandbox_lock_worker(unsigned threads, struct error *error)
{
    if (without(WITHOUT_WORKER_FILTER))
        return 0;
    if (threads < 1 || threads > THREADS_MAX)
        return error_set(error, -EINVAL, "a worker does not serve %u threads", threads);
    return program_enter(&program_worker[threads - 1], error);
}

int sandbox_lock_compiler(struct error *error)
{
    return program_enter(&program_compiler, error);
}

int sandbox_lock_front(struct error *error)
{
    if (SANITIZER_PRESENT)
        return 0;
    int rc = sandbox_enclose(NULL, error);
    return rc < 0 || without(WITHOUT_FRONT_FILTER) ? rc : program_enter(&program_front, error);
}
