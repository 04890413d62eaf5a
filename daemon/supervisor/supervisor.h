/* SPDX-License-Identifier: Apache-2.0 */
/* supervisor.h: everything that resynd owns, and the order in which it starts and stops it. */
#ifndef SUPERVISOR_SUPERVISOR_H
#define SUPERVISOR_SUPERVISOR_H

#include "daemon/supervisor/child.h"
#include "daemon/supervisor/data.h"
#include "daemon/supervisor/images.h"
#include "daemon/supervisor/isolation.h"
#include "daemon/supervisor/manager.h"
#include "daemon/supervisor/options.h"
#include "daemon/supervisor/tls_files.h"
#include "daemon/supervisor/tokens_watch.h"
#include "daemon/supervisor/workers.h"

/* What is being waited for, in the order of a stop. */
enum stage {
    STAGE_RUNNING,
    STAGE_DRAINING, /* for FRONT_DRAINED, and until server.drain_wait is over */
    STAGE_FRONT,    /* for the front's end */
    STAGE_WORKERS,  /* for the last worker and compiler */
    STAGE_STORE,    /* for the store's end */
    STAGE_STOPPED,
};

struct supervisor {
    uv_loop_t *loop;
    struct options options;
    struct data data;
    struct listeners listeners;
    struct manager manager;
    struct programs programs;
    uint8_t engine[HASH_BYTES]; /* of them: programs_engine */
    int database;               /* memfd with options.database, for the store; −1: none */
    struct tokens_watch tokens;
    struct tls_files tls;
    struct confinement confinement;
    struct watch first; /* of the process namespace */
    struct child front, store;
    struct spares spares;
    struct images images;
    struct workers workers;
    enum stage stage;
    bool drained;         /* FRONT_DRAINED has come */
    uv_timer_t patience;  /* while stopping */
    uv_timer_t reachable; /* until server.drain_wait is over */
    uv_timer_t heartbeat; /* to the service manager */
    uv_timer_t quota;     /* looks what CPUs there are */
    uv_signal_t terminate, interrupt, hangup;
    uint64_t reloads, reloads_refused;
};

/* Adopts what main has opened; starts the loop's handles and both children. Negative errno. */
int supervisor_start(struct supervisor *supervisor, uv_loop_t *loop, struct error *error);
/* FRONT_READY has come. */
void supervisor_ready(struct supervisor *supervisor);
/* FRONT_DRAINED has come. */
void supervisor_drained(struct supervisor *supervisor);
/* Something that a stop waits for has ended: the front, the store, the last worker or compiler. */
void supervisor_advance(struct supervisor *supervisor);
/* Reads the settings again and swaps those that can be, or keeps all: SIGHUP. False: keeps. */
bool supervisor_reload(struct supervisor *supervisor);
/* Plans for the CPUs that there are now, where the settings leave it to the machine. */
void supervisor_follow_cpus(struct supervisor *supervisor);
/* Tells a front that has just come what its command line does not say. */
void supervisor_tell_reloads(struct supervisor *supervisor);
/* Nothing of a front that died is left. */
bool supervisor_quiet(const struct supervisor *supervisor);

extern const struct child_role front_role; /* front.c */
extern const struct child_role store_role; /* store.c */
/* Gives both a new channel to each other, if both run. */
void supervisor_introduce(struct supervisor *supervisor);

#endif
