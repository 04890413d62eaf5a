/* SPDX-License-Identifier: Apache-2.0 */
/* player.h: plays the supervisor and the store to a front that runs in a child: over real channels,
 * with real workers and compilers, and with the accidents that a test asks for. Blocks; one thread.
 */
#ifndef TEST_PLAYER_H
#define TEST_PLAYER_H

#include "lib/process/process.h"

enum { PLAYER_WORKERS_MAX = 64, PLAYER_IMAGES_MAX = 64, PLAYER_SOURCES_MAX = 16 };

struct player_worker {
    uint64_t number;
    struct process process;
    struct worker_files files; /* memory stays open, to look into it */
    const struct jobs_head *jobs;
    struct verdicts_head *verdicts; /* writable: a worker that breaks the protocol is played here */
    uint32_t cpu_ms;
    uint64_t finished;
    long cpu_base_us;
    enum death cause;
    bool killed, busy, breaking;
};

struct player_image {
    uint64_t number;
    int fd;
};

struct player {
    /* What the test wants. */
    unsigned threads;
    unsigned kill_every_ms;   /* SIGKILL to one busy worker, in turn */
    unsigned kills_max;       /* … so often at most */
    unsigned breaks;          /* so many workers are made to break the protocol */
    unsigned unborn_spawns;   /* so many spawns are answered with DEATH_UNBORN */
    unsigned failed_compiles; /* so many compiles cannot be started */
    void (*on_signal)(struct player *player, char signal); /* a byte from the front's test code */

    /* What came of it. */
    unsigned spawns, live_most, kills, broken, compiles, forgotten;
    bool ready, drained;

    int front, store, signals; /* channels; a pipe from the front's test code */
    struct programs programs;
    struct player_worker workers[PLAYER_WORKERS_MAX];
    unsigned worker_count;
    struct player_image images[PLAYER_IMAGES_MAX];
    unsigned image_count;
    uint64_t last_kill_ms;
    unsigned next_victim;
};

/* The store's messages. */
void player_entry(struct player *player, const char *name, const char *source, bool active);
void player_gone(struct player *player, const char *name, const char *source);
void player_synced(struct player *player);
void player_drain(struct player *player);

/* Plays until the front closes its channel; then kills and reaps every worker. False: `seconds`
 * have passed. */
bool player_run(struct player *player, int seconds);

#endif
