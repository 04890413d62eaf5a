/* SPDX-License-Identifier: Apache-2.0 */
/* store.c: see store.h. Runs in the store: when to look at the files, and whom to tell. */
#include "daemon/store/store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/log_file.h"
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
    const struct sandbox_store needs = {
        .directories = store->roots,
        .count = store->root_count,
        .data = store->data,
        .log = store->log_folder,
        .database = store->reach,
    };
    return sandbox_lock_store(&needs, error);
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

static void log_version(const char *event, const struct library_version *version)
{
    char hex[HASH_HEX];
    hash_hex(version->version, hex);
    log_event(LOG_DEBUG, event, "name=%s version=%.12s active=%d", version->title->name, hex,
              library_active(version->title) == version);
}

static void on_entry(void *context, const struct library_version *version)
{
    struct store *store = context;
    struct build_files files;
    log_version("entry", version);
    if (!store->feed)
        return;
    database_find_build(&store->registry.database, version->version, &files);
    feed_entry(store->feed, version, &files);
}

static void on_gone(void *context, const struct library_version *version)
{
    const struct store *store = context;
    log_version("gone", version);
    if (store->feed)
        feed_gone(store->feed, version);
}

void store_settle(struct store *store)
{
    const struct library_listener listener = {on_entry, on_gone, store};
    if (!library_settle(&store->library, &listener))
        return;
    log_event(LOG_INFO, "library changed", "names=%zu", store->library.count);
    if (store->feed)
        feed_synced(store->feed);
}

static void on_built(void *context, const uint8_t version[HASH_BYTES],
                     const struct build_files *files)
{
    struct store *store = context;
    int result = database_keep_build(&store->registry.database, version, files);
    if (result < 0 && result != -ENOTCONN)
        log_event(LOG_WARNING, "build not kept", "reason=\"%s\"", strerror(-result));
}

/* The answer comes after the entries. */
static void on_change(void *context, const struct message *wish, const int *descriptors, int count)
{
    struct store *store = context;
    int file;
    struct message answer = registry_change(&store->registry, wish, descriptors, count, &file);
    store_settle(store);
    feed_send(store->feed, &answer, file);
}

static void on_log(void *context)
{
    struct store *store = context;
    const struct message answer = {.kind = MESSAGE_STORE_LOG};
    feed_send(store->feed, &answer, store->log_folder ? log_file_open(store->log_folder) : -1);
}

/* Something may have been written, by others or before this started. */
static void on_written(void *context)
{
    struct store *store = context;
    registry_catch_up(&store->registry);
    store_settle(store);
}

static void meet_front(struct store *store, int fd)
{
    feed_close(store->feed);
    const struct feed_events events = {on_built, on_change, on_log, store};
    store->feed = feed_open(store->loop, fd, &events, &store->feed);
    if (!store->feed) {
        log_event(LOG_ERROR, "front not met", "reason=\"no memory\"");
        return;
    }
    const struct library_listener listener = {on_entry, on_gone, store};
    library_tell_all(&store->library, &listener);
    feed_synced(store->feed);
}

static void stop(struct store *store)
{
    feed_close(store->feed);
    watches_close(&store->watches);
    if (store->data)
        database_link_stop(&store->database_link);
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
    } else if (result > 0 && message.kind == MESSAGE_STORE_SETTINGS) {
        log_set_level((enum log_level)message.settings.log_level);
        store->registry.versions = message.settings.keep_versions;
    } else if (result > 0) {
        meet_front(store, descriptors[0]); /* FRONT_CHANNEL: the table lets no other through */
    }
}

static void open_registry(struct store *store)
{
    store->registry.known = &store->library;
    store->database_link.database = &store->registry.database;
    store->database_link.folder = store->data;
    store->database_link.changed = on_written;
    store->database_link.context = store;
    if (store->data)
        database_link_start(&store->database_link, store->loop);
}

int store_start(struct store *store, uv_loop_t *loop, int supervisor)
{
    store->loop = loop;
    open_registry(store);
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
    database_close(&store->registry.database);
    complaints_deinit(&store->complaints);
}
