/* SPDX-License-Identifier: Apache-2.0 */
/* job_clock.h: how long one worker has been at its oldest unfinished job, and what it computes
 * where it has none, seen from outside: by its CPU clock and by how far the two heads of the shared
 * memory have got (proto/ring.h). */
#ifndef SUPERVISOR_JOB_CLOCK_H
#define SUPERVISOR_JOB_CLOCK_H

#include "lib/process/process.h"

struct job_clock {
    const struct jobs_head *jobs;         /* mapped read-only, one page */
    const struct verdicts_head *verdicts; /* the same; written by the worker */
    unsigned threads, cpu_ms;
    bool busy;          /* at the last look */
    bool ready;         /* once seen ready: its start is not charged to a job */
    uint64_t submitted; /* jobs, at the last look, over all rings */
    uint64_t completed; /* the most verdicts ever seen, over all rings */
    uint64_t base_ms;   /* when the job in hand, or none, was first seen */
    bool based;         /* and seen again, with the worker's CPU clock at … */
    long cpu_base_us;
    uint64_t idle_due_ms; /* without a job its CPU clock is not read before */
};

/* Maps the heads; the descriptors stay the caller's. 0 or negative errno. */
int job_clock_open(struct job_clock *clock, const struct worker_files *files, unsigned cpu_ms,
                   struct error *error);
void job_clock_close(struct job_clock *clock);

enum job_clock_finding {
    JOB_CLOCK_IN_TIME,
    JOB_CLOCK_CPU,  /* the job in hand is over its CPU budget … */
    JOB_CLOCK_WALL, /* … over the wall-clock cap */
    JOB_CLOCK_IDLE, /* it computes without a job in hand: no code of ours does */
};
/* Looks once. The baseline is the first look that sees the oldest unfinished job, or that there is
 * none; only a verdict, or the first job after none, moves it. The CPU clock is read from the
 * second such look on: a system call for each of hundreds of workers, nearly all of which have
 * moved on by then. What is over its time is so proven: no verdict, or no job, came while the
 * clocks were read. */
enum job_clock_finding job_clock_look(struct job_clock *clock, const struct process *process,
                                      uint64_t now_ms);
/* Whether a verdict has come since the last look: after the worker's death, whether the job that
 * was found over its time was finished all the same. */
bool job_clock_moved(const struct job_clock *clock);

#endif
