/* SPDX-License-Identifier: Apache-2.0 */
/* job_clock.c: see job_clock.h. Runs in the supervisor; owns two pages of mappings a worker. What
 * the worker writes is used as a number to compare and for nothing else. */
#include "daemon/supervisor/job_clock.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

static const void *map_head(int fd)
{
    void *head = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    return head == MAP_FAILED ? NULL : head;
}

static void unmap_head(const void *head)
{
    if (head)
        munmap((void *)(uintptr_t)head, 4096);
}

int job_clock_open(struct job_clock *clock, const struct worker_files *files, unsigned cpu_ms,
                   struct error *error)
{
    *clock = (struct job_clock){.threads = files->threads, .cpu_ms = cpu_ms};
    clock->jobs = map_head(files->jobs);
    clock->verdicts = map_head(files->verdicts);
    if (clock->jobs && clock->verdicts)
        return 0;
    int code = errno;
    job_clock_close(clock);
    return error_set(error, -code, "cannot map a worker's heads: %s", strerror(code));
}

void job_clock_close(struct job_clock *clock)
{
    unmap_head(clock->jobs);
    unmap_head(clock->verdicts);
    clock->jobs = NULL;
    clock->verdicts = NULL;
}

struct progress {
    uint64_t completed;
    bool busy;
};

/* A worker that claims more verdicts than there were jobs is the front's to find out; here its ring
 * counts as done. `finished` is read first, so that an honest worker never looks that way. */
static struct progress read_progress(const struct job_clock *clock)
{
    struct progress progress = {0};
    for (unsigned i = 0; i < clock->threads; i++) {
        uint64_t finished =
            atomic_load_explicit(&clock->verdicts->ring[i].finished, memory_order_acquire);
        uint64_t submitted =
            atomic_load_explicit(&clock->jobs->ring[i].submitted, memory_order_acquire);
        progress.busy |= finished < submitted;
        progress.completed += finished < submitted ? finished : submitted;
    }
    return progress;
}

/* Once only: until it is ready a worker runs no code of an environment, and afterwards the word is
 * the environment's to write. */
static bool becomes_ready(struct job_clock *clock)
{
    if (clock->ready || !atomic_load_explicit(&clock->verdicts->ready, memory_order_acquire))
        return false;
    clock->ready = true;
    return true;
}

static bool over_budget(const struct job_clock *clock, long cpu_us)
{
    return clock->ready && cpu_us - clock->cpu_base_us > (long)clock->cpu_ms * 1000;
}

enum job_clock_finding job_clock_look(struct job_clock *clock, const struct process *process,
                                      uint64_t now_ms)
{
    struct progress progress = read_progress(clock);
    if (!progress.busy) {
        clock->busy = false;
        return JOB_CLOCK_IN_TIME;
    }
    long cpu_us = process_cpu_us(process);
    if (cpu_us < 0)
        return JOB_CLOCK_IN_TIME; /* it is gone, and about to be reaped */
    bool new_job = !clock->busy || progress.completed > clock->completed;
    if (becomes_ready(clock) || new_job) {
        clock->busy = true;
        clock->cpu_base_us = cpu_us;
        clock->base_ms = now_ms;
        if (progress.completed > clock->completed)
            clock->completed = progress.completed;
        return JOB_CLOCK_IN_TIME;
    }
    bool cpu = over_budget(clock, cpu_us);
    bool wall = now_ms - clock->base_ms > (uint64_t)wall_cap_ms((long)clock->cpu_ms);
    if ((!cpu && !wall) || job_clock_moved(clock))
        return JOB_CLOCK_IN_TIME;
    return cpu ? JOB_CLOCK_CPU : JOB_CLOCK_WALL;
}

bool job_clock_moved(const struct job_clock *clock)
{
    return read_progress(clock).completed > clock->completed;
}

bool job_clock_was_ready(const struct job_clock *clock)
{
    return clock->ready || atomic_load_explicit(&clock->verdicts->ready, memory_order_acquire);
}
