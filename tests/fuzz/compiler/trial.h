/* SPDX-License-Identifier: Apache-2.0 */
/* trial.h: one source through a real resynd-compiler and, where it compiles, through a real
 * resynd-worker. That a source kills its compiler or its worker is an answer; a finding is what
 * reaches beyond: a cap that does not hold, a report that is not printable, a process that does not
 * die, memory that somebody else owns. */
#ifndef FUZZ_TRIAL_H
#define FUZZ_TRIAL_H

#include "lib/process/process.h"
#include "lib/ring/lane.h"
#include "proto/description.h"

struct tally {
    unsigned sources, ends[COMPILE_FAILED + 1];
    unsigned described, drawn, judged, died, stopped, broken; /* of workers */
    unsigned long cpu_us, wall_ms, peak_kib;                  /* the most of any compile */
};

/* Each: 0; or −EPROTO, a finding, with its sentence in `error`. */

/* compilation.c. On COMPILE_DONE `compilation` holds the sealed image; close it in any case. */
int trial_compile(const struct programs *programs, const char *source, size_t size,
                  struct compilation *compilation, enum compile_end *end, struct tally *tally,
                  struct error *error);

/* A worker with one lane, and what it last gave. */
struct trial_worker {
    struct process process;
    struct worker_files files;
    struct lane_memory memory;
    struct lane lane;
    struct verdict_slot verdict;
    char output[OUTPUT_BYTES];
    size_t output_size;
};
enum reply { REPLY_VERDICT, REPLY_DIED, REPLY_STOPPED, REPLY_BROKEN };

int trial_worker_start(struct trial_worker *worker, const struct programs *programs, int image,
                       struct error *error);
/* STOPPED: it was killed for taking longer than `patience_ms`. */
enum reply trial_ask(struct trial_worker *worker, const struct lane_job *job, int patience_ms);
/* Kills it, and looks at what it left of memory that is not its own. */
int trial_worker_end(struct trial_worker *worker, struct error *error);

/* Gives an image's worker one job of each kind that a client would. */
int trial_work(const struct programs *programs, int image, struct tally *tally,
               struct error *error);

#endif
