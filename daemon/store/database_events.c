/* SPDX-License-Identifier: Apache-2.0 */
/* database_events.c: versions that were put, and what has happened to names. What is read is
 * checked: a row that is not what it says is passed over. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon/store/database.h"

enum { EVENTS_AT_A_TIME = 256 }; /* each may bring a source */

/* ---- Reading ---- */

struct reading {
    event_listener *listener;
    void *context;
    int64_t number; /* the last that was read */
    int count;
};

static bool copy_text(const struct sql_value *value, char *out, size_t size)
{
    if (value->type == SQL_TEXT && value->size < size)
        memcpy(out, value->bytes, value->size + 1);
    return value->type == SQL_NULL || (value->type == SQL_TEXT && value->size < size);
}

static bool copy_version(const struct sql_value *value, uint8_t version[HASH_BYTES])
{
    if (value->type == SQL_BYTES && value->size == HASH_BYTES)
        memcpy(version, value->bytes, HASH_BYTES);
    return value->type == SQL_NULL || (value->type == SQL_BYTES && value->size == HASH_BYTES);
}

/* Whether the source is what the version says. */
static bool is_whole(const struct event *event)
{
    uint8_t hash[HASH_BYTES];
    if (event->source_size > SOURCE_MAX)
        return false;
    hash_bytes(event->source, event->source_size, hash);
    return memcmp(hash, event->version, HASH_BYTES) == 0;
}

/* The columns of `select_events`, in its order. */
static bool read_event(const struct sql_value *columns, struct event *event)
{
    *event = (struct event){
        .number = columns[0].number,
        .kind = (enum event_kind)columns[1].number,
        .back = columns[5].number,
        .at = columns[6].number,
    };
    if (columns[1].number < EVENT_PUT || columns[1].number > EVENT_RELEASE ||
        !copy_text(&columns[2], event->name, sizeof event->name) ||
        !copy_version(&columns[3], event->version) ||
        !copy_text(&columns[4], event->reason, sizeof event->reason))
        return false;
    if (columns[7].type == SQL_BYTES) {
        event->source = columns[7].bytes;
        event->source_size = columns[7].size;
    }
    return !event->source || is_whole(event);
}

static int take_row(void *context, const struct sql_value *columns, int count)
{
    struct reading *reading = context;
    struct event event;
    reading->number = columns[0].number;
    reading->count++;
    return read_event(columns, &event) ? reading->listener(reading->context, &event) : 0;
}

#define SELECT_EVENTS                                                              \
    "SELECT e.number, e.kind, e.name, e.version, e.reason, e.back, e.at, v.source" \
    " FROM resynd_event e LEFT JOIN resynd_version v"                              \
    " ON e.kind = 1 AND v.name = e.name AND v.version = e.version "

int database_events(struct database *database, int64_t number, event_listener *listener,
                    void *context)
{
    struct reading reading = {listener, context, number, EVENTS_AT_A_TIME};
    int result = database->sql ? 0 : -ENOTCONN;
    while (result == 0 && reading.count == EVENTS_AT_A_TIME) {
        const struct sql_value given[] = {sql_number(reading.number), sql_number(EVENTS_AT_A_TIME)};
        reading.count = 0;
        result =
            sql_query(database->sql, SELECT_EVENTS "WHERE e.number > $1 ORDER BY e.number LIMIT $2",
                      given, 2, take_row, &reading);
    }
    return result;
}

int database_history(struct database *database, const char *name, event_listener *listener,
                     void *context)
{
    struct reading reading = {.listener = listener, .context = context};
    const struct sql_value given = sql_text(name);
    if (!database->sql)
        return -ENOTCONN;
    return sql_query(database->sql,
                     SELECT_EVENTS
                     "WHERE e.name = $1 AND e.kind BETWEEN 2 AND 4 ORDER BY e.number DESC",
                     &given, 1, take_row, &reading);
}

/* ---- Writing ---- */

int database_add_event(struct database *database, const struct event *event)
{
    static const uint8_t none[HASH_BYTES];
    bool versioned = memcmp(event->version, none, HASH_BYTES) != 0;
    const struct sql_value given[] = {
        sql_number(event->kind),
        sql_text(event->name),
        sql_bytes(versioned ? event->version : NULL, HASH_BYTES),
        sql_text(event->reason),
        sql_number(event->back),
        sql_number(database_now()),
    };
    return sql_run(
        database->sql,
        "INSERT INTO resynd_event (number, kind, name, version, reason, back, at)"
        " SELECT coalesce(max(number), 0) + 1, $1, $2, $3, nullif($4, ''), nullif($5, 0),"
        " $6 FROM resynd_event",
        given, sizeof given / sizeof *given);
}

int database_add_version(struct database *database, const char *name,
                         const uint8_t version[HASH_BYTES], const void *source, size_t size)
{
    const struct sql_value given[] = {sql_text(name), sql_bytes(version, HASH_BYTES),
                                      sql_bytes(source, size)};
    return sql_run(database->sql,
                   "INSERT INTO resynd_version (name, version, source) VALUES ($1, $2, $3)"
                   " ON CONFLICT DO NOTHING",
                   given, 3);
}

int database_remove_version(struct database *database, const char *name,
                            const uint8_t version[HASH_BYTES])
{
    const struct sql_value given[] = {sql_text(name), sql_bytes(version, HASH_BYTES)};
    return sql_run(database->sql, "DELETE FROM resynd_version WHERE name = $1 AND version = $2",
                   given, 2);
}
