/* SPDX-License-Identifier: Apache-2.0 */
/* sql_sqlite.c: a file of the data directory, which nobody else writes. A commit is on the disk
 * when it returns (WAL, synchronous FULL). */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/store/sql_driver.h"

enum { BUSY_MS = 2000 /* a backup that is being taken */ };

struct sqlite {
    struct sql sql;
    sqlite3 *file;
};

static const char settings[] = "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;";

static const struct sqlite *own(const struct sql *sql)
{
    return (const struct sqlite *)sql;
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

static int query(struct sql *sql, const char *text, const struct sql_value *given, int count,
                 sql_row *row, void *context)
{
    const struct sqlite *sqlite = own(sql);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(sqlite->file, text, -1, &statement, NULL) != SQLITE_OK)
        return refuse(sqlite, text);
    for (int i = 0; i < count; i++)
        bind(statement, i + 1, &given[i]);
    int result = 0, code = SQLITE_ROW;
    while (result == 0 && (code = sqlite3_step(statement)) == SQLITE_ROW)
        result = hand_over(statement, row, context);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        result = refuse(sqlite, text);
    sqlite3_finalize(statement);
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
    sqlite3_close(own(sql)->file);
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
