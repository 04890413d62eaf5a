/* SPDX-License-Identifier: Apache-2.0 */
/* control.c: takes what comes to the control loop, letters and messages, to who deals with it, and
 * knows when the front is ready, quiet and over. */
#include "daemon/front/engine/control.h"

#include <stdlib.h>
#include <unistd.h>

#include "lib/base/log.h"

void control_send(struct control *control, const struct message *message, int descriptor)
{
    wire_send(control->supervisor, message, &descriptor, descriptor >= 0);
}

static void discard(struct letter *letter)
{
    if (letter->kind == LETTER_LIBRARY)
        snapshot_release(letter->snapshot);
    if (letter->kind == LETTER_CHECKED)
        version_release(letter->check.version);
    free(letter);
}

void control_post(struct control *control, unsigned thread, struct letter *letter)
{
    if (control->stopping) /* its mailbox closes after LETTER_STOP */
        discard(letter);
    else
        mailbox_post(&control->front.engines[thread].mailbox, letter);
}

void control_look_whether_ready(struct control *control)
{
    const struct catalog *catalog = &control->catalog;
    bool started = control->started == control->front.threads;
    if (control->ready_sent || !started || !catalog->synced || catalog->changed ||
        catalog->untaken || control->builder.unfinished)
        return;
    control->ready_sent = true;
    atomic_store(&control->front.gauges.ready, true);
    log_event(LOG_INFO, "ready", "environments=%zu failed=%zu",
              atomic_load(&control->front.gauges.environments_served),
              atomic_load(&control->front.gauges.environments_failed));
    control_send(control, &(struct message){.kind = MESSAGE_FRONT_READY}, -1);
}

/* ---- The end ---- */

static void stop(struct control *control, int status)
{
    if (control->stopping)
        return;
    control->status = status;
    for (unsigned i = 0; i < control->front.threads; i++)
        control_post(control, i, letter_new(LETTER_STOP));
    control->stopping = true;
    uv_stop(&control->loop);
}

/* New work is refused, or no client is let in any more to bring some. */
static void finish_up(struct control *control, enum letter_kind how)
{
    if (control->finishing)
        return;
    control->finishing = true;
    log_event(LOG_INFO, how == LETTER_DRAIN ? "draining" : "handing over", "%s", "");
    atomic_store(&control->front.gauges.draining, how == LETTER_DRAIN);
    for (unsigned i = 0; i < control->front.threads; i++)
        control_post(control, i, letter_new(how));
}

static void note_quiet(struct control *control, const struct letter *letter)
{
    bool *quiet = &control->quiet[letter->thread];
    control->quiet_threads += (unsigned)letter->quiet - (unsigned)*quiet;
    *quiet = letter->quiet;
    if (control->drained_sent || control->quiet_threads < control->front.threads)
        return;
    control->drained_sent = true;
    log_event(LOG_INFO, "drained", "%s", "");
    control_send(control, &(struct message){.kind = MESSAGE_FRONT_DRAINED}, -1);
}

static void supervisor_lost(void *owner, int error)
{
    struct control *control = owner;
    control->supervisor = NULL;
    if (control->drained_sent) { /* it wants us to leave */
        stop(control, EXIT_SUCCESS);
        return;
    }
    /* Nobody starts, times or kills workers any more: there is nothing to wait for. */
    log_event(LOG_ERROR, "supervisor lost", "error=%d", -error);
    _exit(EXIT_FAILURE);
}

/* ---- The verdict log ---- */

static void ask_for_log(struct control *control)
{
    static const struct message message = {.kind = MESSAGE_FRONT_LOG};
    struct log_slot *slot = control->front.log;
    if (!slot || !control->store || control->log_asked || !atomic_exchange(&slot->wanted, false))
        return;
    control->log_asked = true;
    wire_send(control->store, &message, NULL, 0);
}

/* Takes the file, if there is one; else the log's thread wishes again. */
static void take_log(struct control *control, int file)
{
    struct log_slot *slot = control->front.log;
    control->log_asked = false;
    int unused = slot && file >= 0 ? atomic_exchange(&slot->file, file) : file;
    if (unused >= 0)
        close(unused);
}

/* ---- Messages ---- */

static void store_message(void *owner, const struct message *message, const int *descriptors,
                          int count)
{
    struct control *control = owner;
    switch (message->kind) {
    case MESSAGE_STORE_ENTRY:
        catalog_entry(&control->catalog, message, descriptors, count);
        break;
    case MESSAGE_STORE_GONE:
        catalog_gone(&control->catalog, message);
        break;
    case MESSAGE_STORE_DONE:
        changes_done(control, message, count ? descriptors[0] : -1);
        break;
    case MESSAGE_STORE_LOG:
        take_log(control, count ? descriptors[0] : -1);
        return;
    case MESSAGE_STORE_SYNCED:
        catalog_synced(&control->catalog);
        break;
    default:
        break;
    }
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
}

static void store_lost(void *owner, int error)
{
    struct control *control = owner;
    control->store = NULL;
    control->log_asked = false;
    atomic_store(&control->front.gauges.store_up, false);
    log_event(LOG_WARNING, "store lost", "error=%d", -error);
    changes_lost(control);
}

static void take_store(struct control *control, int fd)
{
    static const struct wire_events events = {store_message, store_lost};
    wire_close(control->store);
    control->log_asked = false;
    changes_lost(control);
    catalog_new_round(&control->catalog);
    control->store = wire_open(&control->loop, fd, PEER_STORE, &events, control);
    atomic_store(&control->front.gauges.store_up, control->store != NULL);
    ask_for_log(control);
}

static void take_settings(struct control *control, const struct message *message)
{
    struct gauges *gauges = &control->front.gauges;
    log_set_level((enum log_level)message->settings.log_level);
    atomic_store(&gauges->reloads, message->settings.reloads);
    atomic_store(&gauges->reloads_refused, message->settings.refused);
    control->front.cpus = message->settings.cpus;
    staff_bound(&control->staff, message->settings.workers_max);
}

static void supervisor_message(void *owner, const struct message *message, const int *descriptors,
                               int count)
{
    struct control *control = owner;
    switch (message->kind) {
    case MESSAGE_COMPILED:
        builder_compiled(&control->builder, message, descriptors[0],
                         count > 1 ? descriptors[1] : -1);
        break;
    case MESSAGE_SPAWNED:
        staff_spawned(&control->staff, message, descriptors, count);
        break;
    case MESSAGE_DIED:
        staff_died(&control->staff, message);
        break;
    case MESSAGE_DRAIN:
        finish_up(control, LETTER_DRAIN);
        break;
    case MESSAGE_HAND_OVER:
        finish_up(control, LETTER_HAND_OVER);
        break;
    case MESSAGE_STORE_CHANNEL:
        take_store(control, descriptors[0]);
        break;
    case MESSAGE_ISOLATION:
        control_take_isolation(control, descriptors[0]);
        break;
    case MESSAGE_FRONT_SETTINGS:
        take_settings(control, message);
        break;
    case MESSAGE_TOKENS:
        control->front.hooks->tokens(control->front.context, descriptors[0]);
        break;
    default: /* the channel lets no other kind through */
        for (int i = 0; i < count; i++)
            close(descriptors[i]);
        break;
    }
}

/* ---- Letters ---- */

static void note_started(struct control *control, const struct letter *letter)
{
    control->started++;
    if (letter->status < 0) {
        log_event(LOG_ERROR, "thread did not start", "thread=%u error=%d", letter->thread,
                  -letter->status);
        stop(control, EXIT_FAILURE);
    }
    control_look_whether_ready(control);
}

static void note_freed(struct control *control, const struct version *version)
{
    struct image *image = image_find(&control->staff, version->image);
    version_free(version);
    if (image)
        image_release(&control->staff, image);
}

void control_deliver(void *owner, struct letter *letter)
{
    struct control *control = owner;
    switch (letter->kind) {
    case LETTER_FREED:
        note_freed(control, letter->version);
        return; /* the letter was part of it */
    case LETTER_STARTED:
        note_started(control, letter);
        break;
    case LETTER_WANT:
        staff_want(&control->staff, letter);
        break;
    case LETTER_CLOSED:
        staff_closed(&control->staff, letter->worker.number);
        break;
    case LETTER_BROKEN:
        staff_broken(&control->staff, letter->worker.number);
        break;
    case LETTER_RAN:
        builder_ran(&control->builder, letter);
        break;
    case LETTER_EXAMINED:
        builder_examined(&control->builder, letter);
        break;
    case LETTER_CHECK:
        builder_add_check(&control->builder, letter);
        break;
    case LETTER_CHANGE:
        changes_add(control, letter);
        break;
    case LETTER_TOOK:
        control->catalog.untaken--;
        control_look_whether_ready(control);
        changes_look(control);
        break;
    case LETTER_QUIET:
        note_quiet(control, letter);
        break;
    case LETTER_DIFFERS:
        quarantine_differing(control, letter);
        break;
    case LETTER_BLAMED:
        quarantine_blamed(control, letter);
        break;
    default: /* a thread's kinds do not come here */
        break;
    }
    free(letter);
}

void control_tick(uv_timer_t *tick)
{
    struct control *control = tick->data;
    staff_tick(&control->staff, uv_hrtime());
    changes_tick(control);
    ask_for_log(control);
}

const struct wire_events control_supervisor_events = {supervisor_message, supervisor_lost};
