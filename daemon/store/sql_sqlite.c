/* SPDX-License-Identifier: Apache-2.0 */
/* sql_sqlite.c: a file of the data directory, which nobody else writes. A commit is on the disk
 * when it returns (WAL, synchronous FULL). */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/sql_driver.h"

enum {
    BUSY_MS = 2000, /* a backup that is being taken */
    KEPT = 32,      /* statements that stay prepared: more than there are */
};

/* Preparing costs more than most statements. */
struct kept {
    char *text; /* NULL: none */
    sqlite3_stmt *statement;
    bool in_use;
};

struct sqlite {
    struct sql sql;
    sqlite3 *file;
    struct kept kept[KEPT];
};

static const char settings[] = "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;";

static struct sqlite *own(const struct sql *sql)
{
    return (struct sqlite *)(uintptr_t)sql;
}

static int code_of(int code)
{
    return code == SQLITE_FULL ? -ENOSPC : -EIO;
}

static int refuse(const struct sqlite *sqlite, const char *text)
{
    sql_complain(text, sqlite3_errmsg(sqlite->file));
    return code_of(sqlite3_errcode(sqlite->file));
}

/* $1 is a name to SQLite, whose numbers are its own. */
static void bind(sqlite3_stmt *statement, int place, const struct sql_value *value)
{
    char name[16];
    snprintf(name, sizeof name, "$%d", place);
    int index = sqlite3_bind_parameter_index(statement, name);
    switch (value->type) {
    case SQL_NULL:
        sqlite3_bind_null(statement, index);
        break;
    case SQL_NUMBER:
        sqlite3_bind_int64(statement, index, value->number);
        break;
    case SQL_TEXT:
        sqlite3_bind_text(statement, index, value->bytes, (int)value->size, SQLITE_STATIC);
        break;
    case SQL_BYTES:
        sqlite3_bind_blob(statement, index, value->bytes, (int)value->size, SQLITE_STATIC);
        break;
    }
}

static struct sql_value column(sqlite3_stmt *statement, int place)
{
    switch (sqlite3_column_type(statement, place)) {
    case SQLITE_INTEGER:
        return sql_number(sqlite3_column_int64(statement, place));
    case SQLITE_TEXT:
        return sql_text((const char *)sqlite3_column_text(statement, place));
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(statement, place);
        return sql_bytes(bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, place));
    }
    default:
        return (struct sql_value){.type = SQL_NULL};
    }
}

static int hand_over(sqlite3_stmt *statement, sql_row *row, void *context)
{
    struct sql_value values[SQL_VALUES_MAX];
    int count = sqlite3_column_count(statement);
    for (int i = 0; i < count && i < SQL_VALUES_MAX; i++)
        values[i] = column(statement, i);
    return row(context, values, count);
}

/* That with this text, or a free place, or NULL. */
static struct kept *find_kept(struct sqlite *sqlite, const char *text)
{
    for (unsigned i = 0; i < KEPT; i++)
        if (!sqlite->kept[i].text || strcmp(sqlite->kept[i].text, text) == 0)
            return &sqlite->kept[i];
    return NULL;
}

/* NULL: it cannot be prepared. To be given to `release`. */
static sqlite3_stmt *prepare(struct sqlite *sqlite, const char *text)
{
    struct kept *kept = find_kept(sqlite, text);
    sqlite3_stmt *statement = NULL;
    if (kept && kept->text && !kept->in_use) {
        kept->in_use = true;
        return kept->statement;
    }
    if (sqlite3_prepare_v3(sqlite->file, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
        SQLITE_OK)
        return NULL;
    if (kept && !kept->text && (kept->text = strdup(text))) {
        kept->statement = statement;
        kept->in_use = true;
    }
    return statement;
}

static void release(struct sqlite *sqlite, sqlite3_stmt *statement)
{
    for (unsigned i = 0; i < KEPT; i++)
        if (sqlite->kept[i].statement == statement) {
            sqlite3_reset(statement);
            sqlite3_clear_bindings(statement); /* what was bound is the caller's */
            sqlite->kept[i].in_use = false;
            return;
        }
    sqlite3_finalize(statement);
}

static int query(struct sql *sql, const char *text, const struct sql_value *given, int count,
                 sql_row *row, void *context)
{
    struct sqlite *sqlite = own(sql);
    sqlite3_stmt *statement = prepare(sqlite, text);
    if (!statement)
        return refuse(sqlite, text);
    for (int i = 0; i < count; i++)
        bind(statement, i + 1, &given[i]);
    int result = 0, code = SQLITE_ROW;
    while (result == 0 && (code = sqlite3_step(statement)) == SQLITE_ROW)
        result = hand_over(statement, row, context);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        result = refuse(sqlite, text);
    release(sqlite, statement);
    return result;
}

static int script(struct sql *sql, const char *text)
{
    const struct sqlite *sqlite = own(sql);
    if (sqlite3_exec(sqlite->file, text, NULL, NULL, NULL) != SQLITE_OK)
        return refuse(sqlite, text);
    return 0;
}

static bool writing(const struct sql *sql)
{
    return !sqlite3_get_autocommit(own(sql)->file);
}

static void close_file(struct sql *sql)
{
    struct sqlite *sqlite = own(sql);
    for (unsigned i = 0; i < KEPT; i++) {
        free(sqlite->kept[i].text);
        sqlite3_finalize(sqlite->kept[i].statement);
    }
    sqlite3_close(sqlite->file);
    free(sql);
}

static const struct sql_driver driver = {
    .begin = "BEGIN IMMEDIATE",
    .close = close_file,
    .query = query,
    .script = script,
    .writing = writing,
};

struct sql *sql_open_sqlite(const char *path, struct error *error)
{
    struct sqlite *sqlite = calloc(1, sizeof *sqlite);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (!sqlite) {
        error_set(error, -ENOMEM, "no memory");
        return NULL;
    }
    sqlite->sql.driver = &driver;
    if (sqlite3_open_v2(path, &sqlite->file, flags, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(sqlite->file, BUSY_MS);
        sqlite3_db_config(sqlite->file, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        if (sqlite3_exec(sqlite->file, settings, NULL, NULL, NULL) == SQLITE_OK)
            return &sqlite->sql;
    }
    error_set(error, -EIO, "%s", sqlite->file ? sqlite3_errmsg(sqlite->file) : "no memory");
    close_file(&sqlite->sql);
    return NULL;
}
