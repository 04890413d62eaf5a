/* SPDX-License-Identifier: Apache-2.0 */
/* progress.c: see progress.h. */
#include "daemon/ctl/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BAR_WIDTH = 30 };

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

void progress_start(struct progress *progress, const char *done, double total)
{
    progress->shown = isatty(STDERR_FILENO);
    progress->done = done;
    progress->total = total;
    clock_gettime(CLOCK_MONOTONIC, &progress->start);
    progress->last = progress->start;
}

void progress_step(struct progress *progress, double done, unsigned long items)
{
    struct timespec now;
    if (!progress->shown)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(&progress->last, &now) < 0.1)
        return;
    progress->last = now;
    double elapsed = seconds_between(&progress->start, &now);
    char bar[BAR_WIDTH + 1] = "";
    double share = progress->total > 0 ? done / progress->total : 0;
    if (progress->total > 0) {
        memset(bar, '.', BAR_WIDTH);
        memset(bar, '#', (size_t)(BAR_WIDTH * (share > 1 ? 1 : share)));
    }
    fprintf(stderr, "\r\033[K%s %lu %s, %.0f/s, %.0f s", bar, items, progress->done,
            (double)items / elapsed, elapsed);
    if (share > 0.01 && share < 1)
        fprintf(stderr, ", about %.0f s left", elapsed / share - elapsed);
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
