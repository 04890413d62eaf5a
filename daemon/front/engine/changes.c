/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c: what clients want of the registry, from the request to the moment at which every
 * thread sees what has changed. Control loop only, but for change_end. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/front/engine/control.h"
#include "daemon/front/engine/findings.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/sealed.h"

enum {
    LOOK_EVERY_MS = 20, /* at most: whoever asks for what is nowhere costs the database little */
    LOOK_PATIENCE_MS = 1000,
};

struct waiting_change {
    struct waiting_change *next;
    struct change *change; /* the thread's */
    unsigned thread;
    uint64_t number; /* of the wish; 0: of a look, not asked for yet */
    uint64_t since_ms;
    bool said; /* by the store: */
    struct changed changed;
    struct past_meaning *past;
};

static void waiting_free(struct waiting_change *waiting)
{
    free(waiting->past);
    free(waiting);
}

/* Takes it out of the list that `at` is part of. */
static void answer(struct control *control, struct waiting_change **at)
{
    struct waiting_change *waiting = *at;
    struct letter *letter = letter_new(LETTER_CHANGED);
    letter->changed = waiting;
    *at = waiting->next;
    control_post(control, waiting->thread, letter);
}

void change_end(struct waiting_change *waiting)
{
    waiting->change->done(waiting->change, &waiting->changed);
    waiting_free(waiting);
}

/* ---- Asking ---- */

/* Source, image, findings. False: they cannot be made. */
static bool make_files(const struct version *version, int files[3])
{
    files[0] = sealed_file("resynd-source", version->source, version->source_size);
    files[1] = fcntl(version_image_file(version), F_DUPFD_CLOEXEC, 0);
    files[2] = findings_write(version);
    if (files[0] >= 0 && files[1] >= 0 && files[2] >= 0)
        return true;
    for (int i = 0; i < 3; i++)
        if (files[i] >= 0)
            close(files[i]);
    return false;
}

static struct message make_wish(const struct change *change, uint64_t number)
{
    struct message wish = {.kind = MESSAGE_FRONT_CHANGE};
    wish.change.number = number;
    wish.change.kind = (uint16_t)change->kind;
    wish.change.expects = change->expects;
    wish.change.activate = change->activate;
    memcpy(wish.change.name, change->name, sizeof wish.change.name);
    memcpy(wish.change.version, change->hash, HASH_BYTES);
    memcpy(wish.change.expected, change->expected, HASH_BYTES);
    memcpy(wish.change.reason, change->reason, sizeof wish.change.reason);
    return wish;
}

/* Where the store is lost meanwhile, changes_lost answers. False: it could not be asked. */
static bool ask(struct control *control, const struct change *change, uint64_t number)
{
    struct message wish = make_wish(change, number);
    int files[3], count = change->version ? 3 : 0;
    if (!control->store || (count && !make_files(change->version, files)))
        return false;
    wire_send(control->store, &wish, files, count);
    return true;
}

static void refuse_all(struct control *control, uint64_t number);

/* One for all that wait for one. */
static void on_look(uv_timer_t *timer)
{
    struct control *control = timer->data;
    const struct change *any = NULL;
    uint64_t number = ++control->changes.number;
    for (struct waiting_change *at = control->changes.first; at; at = at->next)
        if (at->number == 0) {
            at->number = number;
            any = at->change;
        }
    control->changes.last_look_ms = uv_now(&control->loop);
    if (any && !ask(control, any, number))
        refuse_all(control, number);
}

static void look_soon(struct control *control)
{
    uint64_t since = uv_now(&control->loop) - control->changes.last_look_ms;
    uint64_t wait = since < LOOK_EVERY_MS ? LOOK_EVERY_MS - since : 0;
    if (!uv_is_active((uv_handle_t *)&control->changes.look))
        uv_timer_start(&control->changes.look, on_look, wait, 0);
}

void changes_add(struct control *control, const struct letter *letter)
{
    struct waiting_change *waiting = memory_new(sizeof *waiting);
    waiting->change = letter->change;
    waiting->thread = letter->thread;
    waiting->since_ms = uv_now(&control->loop);
    waiting->next = control->changes.first;
    control->changes.first = waiting;
    if (waiting->change->kind == CHANGE_LOOK) {
        look_soon(control);
        return;
    }
    waiting->number = ++control->changes.number;
    if (!ask(control, waiting->change, waiting->number))
        refuse_all(control, waiting->number);
}

void changes_quarantine(struct control *control, const char *name, const struct version *version)
{
    struct change change = {.kind = CHANGE_QUARANTINE};
    snprintf(change.name, sizeof change.name, "%s", name);
    snprintf(change.reason, sizeof change.reason, "%.*s", REASON_MAX - 1, version->failure);
    memcpy(change.hash, version->hash, HASH_BYTES);
    ask(control, &change, 0); /* nobody waits for the answer */
}

/* ---- Answers ---- */

/* The store's file: what does not fit is no history. */
static void take_past(struct waiting_change *waiting, int file)
{
    struct stat info;
    const size_t row = sizeof *waiting->past;
    if (file < 0 || fstat(file, &info) < 0 || info.st_size <= 0 ||
        (size_t)info.st_size > PAST_MEANINGS_MAX * row)
        return;
    waiting->past = memory_new((size_t)info.st_size);
    ssize_t got = pread(file, waiting->past, (size_t)info.st_size, 0);
    waiting->changed.past = waiting->past;
    waiting->changed.past_count = got > 0 ? (size_t)got / row : 0;
}

static void take_answer(struct waiting_change *waiting, const struct message *message, int file)
{
    waiting->said = true;
    waiting->changed.end = message->changed.end < CHANGE_ENDS
                               ? (enum change_end)message->changed.end
                               : CHANGE_NO_DATABASE;
    memcpy(waiting->changed.active, message->changed.active, HASH_BYTES);
    take_past(waiting, file);
}

void changes_done(struct control *control, const struct message *message, int file)
{
    uint64_t number = message->changed.number;
    for (struct waiting_change *at = control->changes.first; at && number; at = at->next)
        if (at->number == number && !at->said)
            take_answer(at, message, file);
    changes_look(control);
}

/* Every thread sees what the store has said before its answer, and it is served. */
static bool is_through(const struct control *control, const struct waiting_change *waiting)
{
    const struct catalog *catalog = &control->catalog;
    const struct change *change = waiting->change;
    if (waiting->changed.end == CHANGE_NO_DATABASE)
        return true;
    return !catalog->changed && !catalog->untaken &&
           !catalog_builds(catalog, change->name,
                           change->kind == CHANGE_LOOK ? NULL : change->hash);
}

void changes_look(struct control *control)
{
    for (struct waiting_change **at = &control->changes.first; *at;)
        if ((*at)->said && is_through(control, *at))
            answer(control, at);
        else
            at = &(*at)->next;
}

static void refuse(struct waiting_change *waiting)
{
    waiting->said = true;
    waiting->changed.end = CHANGE_NO_DATABASE;
}

/* Those of this wish. */
static void refuse_all(struct control *control, uint64_t number)
{
    for (struct waiting_change *at = control->changes.first; at; at = at->next)
        if (at->number == number)
            refuse(at);
    changes_look(control);
}

void changes_lost(struct control *control)
{
    for (struct waiting_change *at = control->changes.first; at; at = at->next)
        if (!at->said)
            refuse(at);
    changes_look(control);
}

/* A score does not wait for a database that is slow. */
void changes_tick(struct control *control)
{
    uint64_t now = uv_now(&control->loop);
    for (struct waiting_change *at = control->changes.first; at; at = at->next)
        if (at->change->kind == CHANGE_LOOK && now - at->since_ms > LOOK_PATIENCE_MS)
            refuse(at);
    changes_look(control);
}

void changes_open(struct control *control)
{
    uv_timer_init(&control->loop, &control->changes.look);
    control->changes.look.data = control;
}

void changes_close(struct control *control)
{
    uv_close((uv_handle_t *)&control->changes.look, NULL);
}

void changes_deinit(struct control *control)
{
    while (control->changes.first) {
        struct waiting_change *waiting = control->changes.first;
        control->changes.first = waiting->next;
        waiting_free(waiting);
    }
}
