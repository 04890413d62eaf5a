/* SPDX-License-Identifier: Apache-2.0 */
/* store.c: see store.h. Runs in the store: when to look at the files, and whom to tell. */
#include "daemon/store/store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/look.h"
#include "lib/base/log.h"
#include "lib/channel/channel.h"
#include "lib/sandbox/sandbox.h"

enum {
    QUIET_MS = 100,        /* after the last change, so that a save is seen whole … */
    UNQUIET_MAX_MS = 1000, /* … but not put off for ever */
};

static void stop(struct store *store);

int store_lock(struct store *store, struct error *error)
{
    struct stat info;
    for (unsigned i = 0; i < store->root_count; i++)
        if (stat(store->roots[i], &info) == 0) {
            store->locked[i].device = info.st_dev;
            store->locked[i].inode = info.st_ino;
        }
    return sandbox_lock_store(store->roots, store->root_count, store->data, error);
}

/* ---- Looking -----------------------------------------------------------------------------------
 */

static void on_look(uv_timer_t *timer)
{
    struct store *store = timer->data;
    store->first_change_ms = 0;
    uint64_t next = look(store);
    if (store->outdated) {
        log_event(LOG_WARNING, "a directory was replaced", "next=\"start again\"%s", "");
        stop(store);
        return;
    }
    uv_update_time(store->loop);
    uv_timer_start(timer, on_look, next, 0);
}

static void on_changed(void *context)
{
    struct store *store = context;
    uint64_t now = uv_now(store->loop);
    if (!store->first_change_ms)
        store->first_change_ms = now;
    uint64_t waited = now - store->first_change_ms;
    uint64_t wait = waited >= UNQUIET_MAX_MS ? 0 : QUIET_MS;
    uv_timer_start(&store->look_timer, on_look, wait, 0);
}

/* ---- Channels ----------------------------------------------------------------------------------
 */

void store_tell_entry(struct store *store, const struct library_version *version)
{
    struct build_files files;
    if (!store->feed)
        return;
    database_find_build(&store->database, version->version, &files);
    feed_entry(store->feed, version, &files);
}

static void on_entry(void *context, const struct library_version *version)
{
    store_tell_entry(context, version);
}

static void on_built(void *context, const uint8_t version[HASH_BYTES],
                     const struct build_files *files)
{
    struct store *store = context;
    int result = store->database.sqlite ? database_keep_build(&store->database, version, files) : 0;
    if (result < 0)
        log_event(LOG_WARNING, "build not kept", "reason=\"%s\"", strerror(-result));
}

static void meet_front(struct store *store, int fd)
{
    feed_close(store->feed);
    const struct feed_events events = {on_built, store};
    store->feed = feed_open(store->loop, fd, &events, &store->feed);
    if (!store->feed) {
        log_event(LOG_ERROR, "front not met", "reason=\"no memory\"");
        return;
    }
    const struct library_listener listener = {on_entry, NULL, store};
    library_tell_all(&store->library, &listener);
    feed_synced(store->feed);
}

static void stop(struct store *store)
{
    feed_close(store->feed);
    watches_close(&store->watches);
    uv_close((uv_handle_t *)&store->supervisor, NULL);
    uv_close((uv_handle_t *)&store->look_timer, NULL);
}

static void on_supervisor(uv_poll_t *poll, int status, int events)
{
    struct store *store = poll->data;
    struct message message;
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count, fd;
    uv_fileno((uv_handle_t *)poll, &fd);
    int result = channel_receive(fd, PEER_SUPERVISOR, PEER_STORE, &message, descriptors, &count);
    if (result < 0) { /* the supervisor hung up: the end */
        if (result != -EPIPE)
            log_event(LOG_ERROR, "channel lost", "reason=\"%s\"", strerror(-result));
        stop(store);
    } else if (result > 0) {
        meet_front(store, descriptors[0]); /* FRONT_CHANNEL is all that the table lets through */
    }
}

/* Scoring needs no database: without one, everything is compiled anew. */
static void open_database(struct store *store)
{
    struct error error;
    char quoted[sizeof error.text * 2];
    if (!store->data)
        return;
    if (database_open(&store->database, store->data, store->engine, &error) == 0)
        database_prune_builds(&store->database);
    else
        log_event(LOG_ERROR, "no database", "folder=%s reason=%s", store->data,
                  log_quote(error.text, quoted, sizeof quoted));
}

int store_start(struct store *store, uv_loop_t *loop, int supervisor)
{
    store->loop = loop;
    open_database(store);
    library_init(&store->library);
    store->watches = (struct watches){.loop = loop, .changed = on_changed, .context = store};
    uv_timer_init(loop, &store->look_timer);
    store->look_timer.data = store;
    int result = uv_poll_init(loop, &store->supervisor, supervisor);
    if (result < 0)
        return result;
    store->supervisor.data = store;
    uv_poll_start(&store->supervisor, UV_READABLE, on_supervisor);
    on_look(&store->look_timer);
    return 0;
}

void store_deinit(struct store *store)
{
    library_deinit(&store->library);
    database_close(&store->database);
    complaints_deinit(&store->complaints);
}
