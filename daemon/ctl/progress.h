/* SPDX-License-Identifier: Apache-2.0 */
/* progress.h: one line on a terminal's standard error that says how far a long command is. */
#ifndef CTL_PROGRESS_H
#define CTL_PROGRESS_H

#include <stdbool.h>
#include <time.h>

struct progress {
    bool shown;       /* standard error is a terminal */
    double total;     /* in what units the caller likes; 0: not known */
    const char *done; /* what was done with the items: "scored" */
    struct timespec start, last;
};
void progress_start(struct progress *progress, const char *done, double total);
/* `done` of total; `items` is the count that people read. At most ten times a second. */
void progress_step(struct progress *progress, double done, unsigned long items);
void progress_end(struct progress *progress); /* clears the line */

#endif
