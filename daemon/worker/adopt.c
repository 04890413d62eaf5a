/* SPDX-License-Identifier: Apache-2.0 */
/* adopt.c: see adopt.h. */
#include "daemon/worker/adopt.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "daemon/worker/fault.h"
#include "lib/channel/channel.h"
#include "lib/image/image.h"
#include "lib/sandbox/sandbox.h"

/* Nothing is mapped after the lock; this bounds what happens between here and there. Sixteen
 * threads need some 300 MiB, all but a few pages of it never touched. */
#define ADDRESS_SPACE_BYTES ((size_t)1 << 30)
/* The worker's own stack: calls have one of their own. */
#define OWN_STACK_BYTES ((size_t)1 << 20)

static int number_read(const char *text, unsigned max, unsigned *out)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || value < 1 || value > max)
        return -EINVAL;
    *out = (unsigned)value;
    return 0;
}

static void *memory_map(int fd, size_t size, int protection, struct error *error)
{
    struct stat status;
    if (fstat(fd, &status) < 0 || (size_t)status.st_size < size) {
        error_set(error, -EINVAL, "descriptor %d is not the ring memory it must be", fd);
        return NULL;
    }
    void *mapping = mmap(NULL, size, protection, MAP_SHARED, fd, 0);
    if (mapping != MAP_FAILED)
        return mapping;
    error_set(error, -errno, "cannot map descriptor %d: %s", fd, strerror(errno));
    return NULL;
}

static int rings_map(struct worker *worker, struct error *error)
{
    size_t jobs = ring_jobs_bytes(worker->threads);
    size_t verdicts = ring_verdicts_bytes(worker->threads);
    /* The verdicts first: they are where a failure from then on is written down. */
    worker->verdicts = memory_map(WORKER_VERDICTS, verdicts, PROT_READ | PROT_WRITE, error);
    if (!worker->verdicts)
        return -EINVAL;
    fault_report_to(worker_head(worker));
    worker->jobs = memory_map(WORKER_JOBS, jobs, PROT_READ, error);
    return worker->jobs ? 0 : -EINVAL;
}

static int descriptors_close(const struct worker *worker, bool orders, struct error *error)
{
    int keep[2 + THREADS_MAX] = {WORKER_DOORBELL};
    size_t count = 1;
    if (orders)
        keep[count++] = WORKER_ORDERS;
    for (unsigned i = 0; i < worker->threads; i++)
        keep[count++] = WORKER_COMPLETIONS + (int)i;
    return sandbox_close_all_but(keep, count, error);
}

int worker_prepare(struct worker *worker, int count, char **arguments, struct error *error)
{
    /* Started through a descriptor, a process would be called by its number. */
    prctl(PR_SET_NAME, "resynd-spare", 0, 0, 0);
    /* Hundreds of workers wake each other less so; a wish, not a need. */
    sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){0});
    if (count != 2 || number_read(arguments[1], THREADS_MAX, &worker->threads) < 0)
        return error_set(error, -EINVAL, "usage: resynd-worker THREADS");
    int result = rings_map(worker, error);
    if (result == 0)
        result = space_prepare(&worker->space, error);
    if (result == 0)
        result = descriptors_close(worker, true, error);
    if (result == 0)
        result = sandbox_basics(1, error);
    return result < 0 ? result : sandbox_enclose(NULL, error);
}

/* The image's descriptor, or a negative errno. */
static int orders_take(struct message *message, struct error *error)
{
    int files[MESSAGE_DESCRIPTORS_MAX], count;
    int result = channel_await(WORKER_ORDERS, PEER_SUPERVISOR, PEER_WORKER, message, files, &count);
    if (result < 0)
        return error_set(error, result, "no orders: %s", strerror(-result));
    if (message->run.stack_kib < 1 || message->run.stack_kib > STACK_KIB_MAX ||
        message->run.memory_kib < 1 || message->run.memory_kib > MEMORY_KIB_MAX)
        return error_set(error, -EINVAL, "its limits are out of range");
    return files[0];
}

int worker_adopt(struct worker *worker, struct error *error)
{
    struct message message;
    int image = orders_take(&message, error);
    if (image < 0)
        return image;
    prctl(PR_SET_NAME, "resynd-worker", 0, 0, 0);
    int result = image_check(image, &worker->header, error);
    if (result == 0)
        result = image_map(image, &worker->header, &worker->space.snapshot, error);
    if (result == 0)
        result = space_open(&worker->space, &worker->header, (size_t)message.run.stack_kib * 1024,
                            (size_t)message.run.memory_kib * 1024, error);
    return result < 0 ? result : descriptors_close(worker, false, error);
}

int worker_lock(struct worker *worker, struct error *error)
{
    struct sandbox_limits limits = {
        .address_space = ADDRESS_SPACE_BYTES, .stack = OWN_STACK_BYTES, .no_files = 1};
    int result = sandbox_limit(&limits, error);
    if (result == 0)
        result = fault_install(&worker->space, error);
    if (result < 0)
        return result;
    return sandbox_lock_worker(worker->threads, error);
}
