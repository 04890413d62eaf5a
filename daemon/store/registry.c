/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c: see registry.h. Runs in the store. */
#include "daemon/store/registry.h"

#include <errno.h>
#include <string.h>

#include "daemon/store/registry_own.h"
#include "lib/base/log.h"
#include "lib/base/sealed.h"

/* ---- What stands in the database ---------------------------------------------------------------
 */

static int keep(struct registry *registry, const struct event *event)
{
    if (!event->source) /* purged since */
        return 0;
    int file = sealed_file("resynd-source", event->source, event->source_size);
    return file < 0 ? file : library_add_kept(registry->known, event->name, event->version, file);
}

static int apply_to(struct registry *registry, const struct event *event)
{
    struct library *library = registry->known;
    const char *name = event->name;
    switch (event->kind) {
    case EVENT_PUT:
        return keep(registry, event);
    case EVENT_ACTIVATE:
        return library_mean(library, name, MEANS_VERSION, event->version);
    case EVENT_FOLLOW:
        return library_mean(library, name, MEANS_FILE, NULL);
    case EVENT_DEACTIVATE:
        return library_mean(library, name, MEANS_NOTHING, NULL);
    case EVENT_PURGE:
        library_drop_kept(library, name, event->version);
        return 0;
    case EVENT_QUARANTINE:
        return library_quarantine(library, name, event->version, event->reason);
    case EVENT_RELEASE:
        return library_quarantine(library, name, event->version, NULL);
    }
    return 0;
}

static int apply(void *context, const struct event *event)
{
    struct registry *registry = context;
    int result = apply_to(registry, event);
    if (result == 0)
        registry->number = event->number;
    return result;
}

int registry_catch_up(struct registry *registry)
{
    return database_events(&registry->database, registry->number, apply, registry);
}

/* ---- Wishes ------------------------------------------------------------------------------------
 */

const uint8_t *registry_active(const struct registry *registry, const char *name)
{
    static const uint8_t none[HASH_BYTES];
    const struct library_title *title = library_find(registry->known, name);
    const struct library_version *active = title ? library_active(title) : NULL;
    return active ? active->version : none;
}

static bool is_known(const struct registry *registry, const char *name)
{
    const struct library_title *title = library_find(registry->known, name);
    return title && title->versions;
}

static int write_change(struct registry *registry, const struct message *wish,
                        const int *descriptors, registry_change_function *change)
{
    const char *name = wish->change.name;
    int result = registry_catch_up(registry);
    if (result < 0)
        return result;
    if (wish->change.kind != CHANGE_PUT && !is_known(registry, name))
        return CHANGE_UNKNOWN_NAME;
    if (wish->change.expects &&
        memcmp(registry_active(registry, name), wish->change.expected, HASH_BYTES) != 0)
        return CHANGE_CONFLICT;
    result = change(registry, wish, descriptors);
    return result ? result : sql_hint(registry->database.sql);
}

static int transact(struct registry *registry, const struct message *wish, const int *descriptors,
                    registry_change_function *change)
{
    int result = database_begin(&registry->database);
    if (result < 0)
        return result;
    result = write_change(registry, wish, descriptors, change);
    if (result) {
        sql_roll_back(registry->database.sql);
        return result;
    }
    result = sql_commit(registry->database.sql);
    return result < 0 ? result : registry_catch_up(registry);
}

/* ---- History ---- */

struct history {
    struct past_meaning rows[PAST_MEANINGS_MAX];
    size_t count;
};

static int add_past(void *context, const struct event *event)
{
    static const uint32_t kinds[] = {[EVENT_ACTIVATE] = CHANGE_ACTIVATE,
                                     [EVENT_FOLLOW] = CHANGE_FOLLOW,
                                     [EVENT_DEACTIVATE] = CHANGE_DEACTIVATE};
    struct history *history = context;
    if (history->count == PAST_MEANINGS_MAX)
        return CHANGE_NOTHING;
    struct past_meaning *row = &history->rows[history->count++];
    *row = (struct past_meaning){
        .at = event->at, .kind = kinds[event->kind], .rollback = event->back != 0};
    memcpy(row->version, event->version, HASH_BYTES);
    return 0;
}

static int tell_history(struct registry *registry, const char *name, int *file)
{
    static struct history history;
    history.count = 0;
    if (!is_known(registry, name))
        return CHANGE_UNKNOWN_NAME;
    int result = database_history(&registry->database, name, add_past, &history);
    if (result < 0)
        return result;
    *file = sealed_file("resynd-history", history.rows, history.count * sizeof *history.rows);
    return *file < 0 ? *file : CHANGE_NOTHING;
}

/* ---- Any wish ---- */

static bool is_name(const char name[NAME_MAX_BYTES])
{
    size_t size = strnlen(name, NAME_MAX_BYTES);
    return size && size < NAME_MAX_BYTES &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == size;
}

/* The front has checked it: what comes here otherwise is a front gone wrong. */
static bool is_sound(const struct message *wish, int count)
{
    return wish->change.kind < CHANGE_KINDS && is_name(wish->change.name) &&
           memchr(wish->change.reason, '\0', sizeof wish->change.reason) &&
           (count == 0 || (wish->change.kind == CHANGE_PUT && count == 3));
}

static const int no_files[] = {-1, -1, -1};

static int fulfil(struct registry *registry, const struct message *wish, const int *descriptors,
                  int count, int *file)
{
    if (!is_sound(wish, count))
        return -EPROTO;
    registry_change_function *change = registry_function((enum change_kind)wish->change.kind);
    if (change)
        return transact(registry, wish, count ? descriptors : no_files, change);
    int result = registry_catch_up(registry);
    if (result < 0)
        return result;
    return wish->change.kind == CHANGE_HISTORY ? tell_history(registry, wish->change.name, file)
                                               : CHANGE_NOTHING;
}

struct message registry_change(struct registry *registry, const struct message *wish,
                               const int *descriptors, int count, int *file)
{
    struct message answer = {.kind = MESSAGE_STORE_DONE};
    *file = -1;
    int result = fulfil(registry, wish, descriptors, count, file);
    answer.changed.number = wish->change.number;
    answer.changed.end = result >= 0         ? (uint32_t)result
                         : result == -ENOSPC ? CHANGE_FULL
                                             : CHANGE_NO_DATABASE;
    if (result != -EPROTO)
        memcpy(answer.changed.active, registry_active(registry, wish->change.name), HASH_BYTES);
    return answer;
}
