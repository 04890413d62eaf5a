/* SPDX-License-Identifier: Apache-2.0 */
/* registry_changes.c: what each wish writes, and when it is refused. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/registry_own.h"

enum { KEPT_MAX = 8192 /* versions that clients may put: each costs the front an image */ };

static struct event event_of(const struct message *wish, enum event_kind kind)
{
    struct event event = {.kind = kind};
    memcpy(event.name, wish->change.name, sizeof event.name);
    if (kind != EVENT_FOLLOW && kind != EVENT_DEACTIVATE)
        memcpy(event.version, wish->change.version, HASH_BYTES);
    return event;
}

static int note(struct registry *registry, const struct message *wish, enum event_kind kind)
{
    struct event event = event_of(wish, kind);
    return database_add_event(&registry->database, &event);
}

/* NULL: the name has no such version. */
static const struct library_version *find(const struct registry *registry,
                                          const struct message *wish)
{
    const struct library_title *title = library_find(registry->known, wish->change.name);
    return title ? library_find_version(title, wish->change.version) : NULL;
}

static int make_active(struct registry *registry, const struct message *wish)
{
    const struct library_title *title = library_find(registry->known, wish->change.name);
    if (title && title->meaning == MEANS_VERSION &&
        memcmp(title->meant, wish->change.version, HASH_BYTES) == 0)
        return CHANGE_NOTHING;
    return note(registry, wish, EVENT_ACTIVATE);
}

/* ---- Put ---- */

/* 48 bits can be made to collide on purpose; an address must not mean two sources. */
static bool is_taken(const struct registry *registry, const struct message *wish)
{
    const struct library_title *title = library_find(registry->known, wish->change.name);
    const struct library_version *at = title ? title->versions : NULL;
    while (at && memcmp(at->version, wish->change.version, VERSION_SHORT / 2) != 0)
        at = at->next;
    return at && memcmp(at->version, wish->change.version, HASH_BYTES) != 0;
}

/* −EINVAL: it is not what the version says. */
static int read_source(int file, const uint8_t version[HASH_BYTES], char bytes[SOURCE_MAX],
                       size_t *size)
{
    struct stat info;
    uint8_t hash[HASH_BYTES];
    if (fstat(file, &info) < 0 || info.st_size <= 0 || info.st_size > SOURCE_MAX ||
        pread(file, bytes, (size_t)info.st_size, 0) != info.st_size)
        return -EINVAL;
    *size = (size_t)info.st_size;
    hash_bytes(bytes, *size, hash);
    return memcmp(hash, version, HASH_BYTES) == 0 ? 0 : -EINVAL;
}

static int add(struct registry *registry, const struct message *wish, const int *descriptors)
{
    static char source[SOURCE_MAX];
    struct database *database = &registry->database;
    const uint8_t *version = wish->change.version;
    const struct build_files files = {descriptors[1], descriptors[2]};
    size_t size;
    int result = read_source(descriptors[0], version, source, &size);
    if (result == 0)
        result = database_add_version(database, wish->change.name, version, source, size);
    if (result == 0)
        result = database_keep_build(database, version, &files);
    return result ? result : note(registry, wish, EVENT_PUT);
}

static int take_away(struct registry *registry, const struct message *wish)
{
    int result =
        database_remove_version(&registry->database, wish->change.name, wish->change.version);
    return result ? result : note(registry, wish, EVENT_PURGE);
}

/* Whether nothing but the registry has it, and it is not what the name means. */
static bool is_spare(const struct library_version *version)
{
    return version->kept && !library_held_by_file(version) &&
           library_active(version->title) != version;
}

/* Makes room for one more where only so many of a name are to be kept: the oldest go. */
static int retain(struct registry *registry, const struct message *wish)
{
    const struct library_title *title = library_find(registry->known, wish->change.name);
    unsigned kept = 1;
    int result = 0;
    for (const struct library_version *at = title ? title->versions : NULL; at; at = at->next)
        kept += at->kept;
    for (const struct library_version *at = title ? title->versions : NULL;
         result == 0 && at && registry->versions && kept > registry->versions; at = at->next) {
        struct message old = *wish;
        if (!is_spare(at))
            continue;
        memcpy(old.change.version, at->version, HASH_BYTES);
        result = take_away(registry, &old);
        kept--;
    }
    return result;
}

static int put(struct registry *registry, const struct message *wish, const int *descriptors)
{
    const struct library_version *known = find(registry, wish);
    if (known && known->kept)
        return wish->change.activate ? make_active(registry, wish) : CHANGE_NOTHING;
    if (descriptors[0] < 0)
        return CHANGE_UNKNOWN_VERSION;
    if (is_taken(registry, wish))
        return CHANGE_TAKEN;
    if (registry->known->kept >= KEPT_MAX)
        return CHANGE_FULL;
    int result = add(registry, wish, descriptors);
    if (result == 0 && wish->change.activate)
        result = make_active(registry, wish);
    if (result == 0 || result == CHANGE_NOTHING)
        result = retain(registry, wish);
    return result;
}

/* ---- What the name means ---- */

static int activate(struct registry *registry, const struct message *wish, const int *descriptors)
{
    return find(registry, wish) ? make_active(registry, wish) : CHANGE_UNKNOWN_VERSION;
}

static int follow(struct registry *registry, const struct message *wish, const int *descriptors)
{
    const struct library_title *title = library_find(registry->known, wish->change.name);
    if (!title->file)
        return CHANGE_NO_FILE;
    return title->meaning == MEANS_FILE ? CHANGE_NOTHING : note(registry, wish, EVENT_FOLLOW);
}

static int deactivate(struct registry *registry, const struct message *wish, const int *descriptors)
{
    const struct library_title *title = library_find(registry->known, wish->change.name);
    return title->meaning == MEANS_NOTHING ? CHANGE_NOTHING
                                           : note(registry, wish, EVENT_DEACTIVATE);
}

/* ---- Back ---- */

/* The way back goes from the event that made the name mean what it means, or, after a rollback,
 * from the event whose state that brought back: one rollback after the other goes further. */
struct way_back {
    const struct library_title *title;
    const struct library_version *now;
    int64_t before; /* 0: at the first row */
    struct event found;
};

static const struct library_version *meaning_of(const struct library_title *title,
                                                const struct event *event)
{
    return event->kind == EVENT_ACTIVATE ? library_find_version(title, event->version)
           : event->kind == EVENT_FOLLOW ? title->file
                                         : NULL;
}

static int step_back(void *context, const struct event *event)
{
    struct way_back *way = context;
    if (way->before == 0) {
        way->before = event->back ? event->back : event->number;
        return 0;
    }
    const struct library_version *then = meaning_of(way->title, event);
    if (event->number >= way->before || !then || then == way->now)
        return 0;
    way->found = *event;
    return 1;
}

enum { BACK_TO_THE_START = -1 /* before all that was written of the name */ };

static int roll_back(struct registry *registry, const struct message *wish, const int *descriptors)
{
    const struct library_title *title = library_find(registry->known, wish->change.name);
    struct way_back way = {.title = title, .now = library_active(title)};
    int result = database_history(&registry->database, wish->change.name, step_back, &way);
    if (result < 0)
        return result;
    struct event event = event_of(wish, EVENT_FOLLOW);
    if (result == 1) {
        event.kind = way.found.kind;
        event.back = way.found.back ? way.found.back : way.found.number;
        memcpy(event.version, way.found.version, HASH_BYTES);
    } else if (title->meaning != MEANS_FILE && title->file && title->file != way.now) {
        event.back = BACK_TO_THE_START;
    } else {
        return CHANGE_UNKNOWN_VERSION;
    }
    return database_add_event(&registry->database, &event);
}

/* ---- Versions ---- */

static int purge(struct registry *registry, const struct message *wish, const int *descriptors)
{
    const struct library_version *version = find(registry, wish);
    if (!version)
        return CHANGE_UNKNOWN_VERSION;
    if (library_held_by_file(version))
        return CHANGE_HELD;
    if (library_active(version->title) == version)
        return CHANGE_ACTIVE;
    return take_away(registry, wish);
}

static int quarantine(struct registry *registry, const struct message *wish, const int *descriptors)
{
    const struct library_version *version = find(registry, wish);
    if (!version)
        return CHANGE_UNKNOWN_VERSION;
    if (library_quarantine_of(version))
        return CHANGE_NOTHING;
    struct event event = event_of(wish, EVENT_QUARANTINE);
    memcpy(event.reason, wish->change.reason, sizeof event.reason);
    return database_add_event(&registry->database, &event);
}

static int release(struct registry *registry, const struct message *wish, const int *descriptors)
{
    const struct library_version *version = find(registry, wish);
    if (!version)
        return CHANGE_UNKNOWN_VERSION;
    return library_quarantine_of(version) ? note(registry, wish, EVENT_RELEASE) : CHANGE_NOTHING;
}

registry_change_function *registry_function(enum change_kind kind)
{
    static registry_change_function *const functions[CHANGE_KINDS] = {
        [CHANGE_PUT] = put,
        [CHANGE_ACTIVATE] = activate,
        [CHANGE_FOLLOW] = follow,
        [CHANGE_ROLLBACK] = roll_back,
        [CHANGE_DEACTIVATE] = deactivate,
        [CHANGE_PURGE] = purge,
        [CHANGE_QUARANTINE] = quarantine,
        [CHANGE_RELEASE] = release,
    };
    return functions[kind];
}
