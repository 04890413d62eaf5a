/* SPDX-License-Identifier: Apache-2.0 */
/* job_clock.c: see job_clock.h. Runs in the supervisor; owns two pages of mappings a worker. What
 * the worker writes is used as a number to compare and for nothing else. */
#include "daemon/supervisor/job_clock.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum {
    /* What a worker without a job may compute, ever: an honest one spins for a millisecond at most
     * before it sleeps, and nothing but a job wakes it. Wide enough for a machine that charges it
     * with another's time. */
    IDLE_CPU_US_MAX = 50 * 1000,
    /* Hundreds may be idle, and each look costs a system call. */
    IDLE_LOOK_MS = 1000,
};

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
    uint64_t submitted, completed;
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
        progress.submitted += submitted;
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

/* Takes the counts over; whether another job is in hand than at the last look, or none any more.
 * Verdicts that are taken back count on, and `submitted` is not the worker's to write: so it is
 * given time for a job at most once for each job that there was. */
static bool moves_on(struct job_clock *clock)
{
    struct progress progress = read_progress(clock);
    bool verdict = progress.completed > clock->completed;
    bool first = clock->completed == clock->submitted && progress.submitted > clock->submitted;
    clock->submitted = progress.submitted;
    if (verdict)
        clock->completed = progress.completed;
    clock->busy = clock->completed < clock->submitted;
    return verdict || first;
}

static enum job_clock_finding judge(const struct job_clock *clock, long cpu_us, uint64_t now_ms)
{
    long used_us = clock->ready ? cpu_us - clock->cpu_base_us : 0;
    if (!clock->busy)
        return used_us > IDLE_CPU_US_MAX ? JOB_CLOCK_IDLE : JOB_CLOCK_IN_TIME;
    if (used_us > (long)clock->cpu_ms * 1000)
        return JOB_CLOCK_CPU;
    bool wall = now_ms - clock->base_ms > (uint64_t)wall_cap_ms((long)clock->cpu_ms);
    return wall ? JOB_CLOCK_WALL : JOB_CLOCK_IN_TIME;
}

/* Whether the judgement is out of date: between the look at the counts and the look at the CPU
 * clock we may have slept for any time. */
static bool overtaken(const struct job_clock *clock)
{
    bool new_job = !clock->busy && read_progress(clock).submitted > clock->submitted;
    return new_job || job_clock_moved(clock);
}

/* Without a job the CPU clock is read seldom, and not at all while jobs come and go. */
static bool due(const struct job_clock *clock, uint64_t now_ms)
{
    return clock->busy || !clock->based || now_ms >= clock->idle_due_ms;
}

enum job_clock_finding job_clock_look(struct job_clock *clock, const struct process *process,
                                      uint64_t now_ms)
{
    bool anew = becomes_ready(clock);
    anew |= moves_on(clock);
    if (anew) {
        clock->based = false;
        clock->base_ms = now_ms;
    }
    if (anew || !due(clock, now_ms))
        return JOB_CLOCK_IN_TIME;
    long cpu_us = process_cpu_us(process);
    if (cpu_us < 0)
        return JOB_CLOCK_IN_TIME; /* it is gone, and about to be reaped */
    clock->idle_due_ms = now_ms + IDLE_LOOK_MS;
    if (!clock->based)
        clock->cpu_base_us = cpu_us;
    clock->based = true;
    enum job_clock_finding finding = judge(clock, cpu_us, now_ms);
    return finding == JOB_CLOCK_IN_TIME || overtaken(clock) ? JOB_CLOCK_IN_TIME : finding;
}

bool job_clock_moved(const struct job_clock *clock)
{
    return read_progress(clock).completed > clock->completed;
}
