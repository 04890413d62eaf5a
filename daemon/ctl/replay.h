/* SPDX-License-Identifier: Apache-2.0 */
/* replay.h: lines of the verdict log (daemon/front/verdict_log_line.h) scored again, a batch at a
 * time, and what has changed. */
#ifndef CTL_REPLAY_H
#define CTL_REPLAY_H

#include <stdio.h>

#include "daemon/ctl/client.h"

enum { REPLAY_BATCH = 64 };

struct replay {
    struct client *client;
    const char *version;     /* to score with: "active", or hexadecimal; NULL: each line's own */
    const char *environment; /* only its lines; NULL: all */
    /* Told of each line that is not the same. Both are borrowed. */
    void (*differs)(void *context, const json_t *before, const json_t *now);
    void *context;

    /* Lines. */
    unsigned long replayed; /* of these: */
    unsigned long same, different;
    unsigned long unmeasured; /* then or now, through the server's fault: nothing to compare */
    unsigned long elsewhere;  /* the other version asks another question there */
    unsigned long unreadable, left_out; /* not sent: broken lines; those of other environments */
    unsigned long unchecked; /* the question could not be compared: the old version is not here */
    /* Of the verdicts that had a reward both times. */
    unsigned long rewarded, passed_before, passed_now;
    double reward_before, reward_now;

    /* The batch. */
    json_t *lines, *items; /* arrays of the same length */
    size_t bytes;
};

/* With the caller's members set. */
void replay_open(struct replay *replay);
void replay_close(struct replay *replay); /* the batch's memory */
/* An exit status: EXIT_FINE unless the daemon does not answer. */
int replay_line(struct replay *replay, const char *text, size_t size);
int replay_flush(struct replay *replay); /* after the last line */

#endif
