/* SPDX-License-Identifier: Apache-2.0 */
/* local.h: one source compiled and run here, without a daemon, in the daemon's own sandbox: the
 * compiler process and one worker at a time. Blocks. */
#ifndef CTL_LOCAL_H
#define CTL_LOCAL_H

#include "lib/compile/compile_report.h"
#include "lib/image/image.h"
#include "lib/process/process.h"
#include "lib/ring/lane.h"
#include "proto/outcome.h"

struct local {
    struct programs programs;
    int image; /* −1 until compiled */
    struct compile_report report;
    enum compile_end end;

    struct worker_files files;
    struct process worker; /* pid 0 while none lives */
    unsigned stack_kib;    /* of the next one, where more is declared */
    struct lane_memory memory;
    struct lane lane;
    struct lane_job flight[RING_SLOTS]; /* by sequence: what is in flight */

    void *described; /* what JOB_DESCRIBE gave; owned */
    size_t described_size;
    struct description description;
};

/* Opens the executables. `local` may be closed whatever this returns. */
int local_open(struct local *local, struct error *error);
void local_close(struct local *local);

/* Reads FILE and compiles it. 0 where `end` and `report` say how it went; negative errno where it
 * could not be tried. */
int local_compile(struct local *local, const char *file, struct error *error);
/* The same of a source in memory. What was compiled before is let go. */
int local_compile_text(struct local *local, const char *source, size_t size, struct error *error);

/* Reads the declaration into `description`. 0, or negative errno and a sentence. */
int local_describe(struct local *local, struct error *error);

struct local_result {
    enum outcome outcome;
    char reason[REASON_MAX];
    bool judged; /* verdict is filled */
    struct verdict_slot verdict;
    const void *output; /* until the next job */
    size_t output_size;
};
/* Runs one job; starts a worker where none lives, and kills one that overruns its time. Negative
 * errno only where this machine fails. Not while others are in flight. */
int local_run(struct local *local, const struct lane_job *job, struct local_result *result,
              struct error *error);

/* The same in two halves, for many jobs at a time. */
bool local_room(const struct local *local, const struct lane_job *job);
/* Copies the job; starts a worker where none lives. Only after local_room. */
int local_submit(struct local *local, const struct lane_job *job, struct error *error);
/* Waits for the result of the oldest job in flight. A result without `judged` ended the worker: the
 * jobs behind it are gone with it, and are to be submitted again. */
int local_collect(struct local *local, struct local_result *result, struct error *error);
/* Ends the worker, so that the next job is the first on another. Jobs in flight end with it. */
void local_retire(struct local *local);

#endif
