/* SPDX-License-Identifier: Apache-2.0 */
/* database.c: see database.h. Runs in the store; owns the connection. A write is on the disk when
 * its function returns (WAL, synchronous FULL). */
#include "daemon/store/database.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemon/store/database_own.h"
#include "lib/base/log.h"

enum {
    SCHEMA = 1,     /* user_version of the database's file */
    BUSY_MS = 2000, /* a backup that is being taken */
};

static const char settings[] = "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;";

/* `hash` is of the image and the findings: a page that has gone bad must not become code. */
static const char schema[] = "BEGIN IMMEDIATE;"
                             "CREATE TABLE build ("
                             " version BLOB PRIMARY KEY, engine BLOB NOT NULL,"
                             " image BLOB NOT NULL, findings BLOB NOT NULL, hash BLOB NOT NULL,"
                             " used INTEGER NOT NULL) STRICT;"
                             "PRAGMA user_version = 1;"
                             "COMMIT;";

void database_complain(const struct database *database, const char *what)
{
    char quoted[400];
    log_event(LOG_ERROR, "database", "at=%s reason=%s", what,
              log_quote(sqlite3_errmsg(database->sqlite), quoted, sizeof quoted));
}

int64_t database_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

sqlite3_stmt *database_prepare(struct database *database, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (database->sqlite &&
        sqlite3_prepare_v2(database->sqlite, sql, -1, &statement, NULL) != SQLITE_OK)
        database_complain(database, sql);
    return statement;
}

int database_run(struct database *database, sqlite3_stmt *statement)
{
    if (!statement)
        return -EIO;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        ;
    if (code != SQLITE_DONE)
        database_complain(database, sqlite3_sql(statement));
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? 0 : code == SQLITE_FULL ? -ENOSPC : -EIO;
}

/* Negative: not known. */
static int version_of(struct database *database)
{
    int version = -1;
    sqlite3_stmt *statement = database_prepare(database, "PRAGMA user_version");
    if (statement && sqlite3_step(statement) == SQLITE_ROW)
        version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return version;
}

static int adopt_schema(struct database *database, struct error *error)
{
    sqlite3 *sqlite = database->sqlite;
    int version = version_of(database);
    if (version > SCHEMA)
        return error_set(error, -EPROTO,
                         "it is of version %d, this resynd knows versions up to %d: start a newer "
                         "resynd, or give another directory with --data DIR",
                         version, SCHEMA);
    if (version < 0 || sqlite3_exec(sqlite, settings, NULL, NULL, NULL) != SQLITE_OK)
        return error_set(error, -EIO, "%s", sqlite3_errmsg(sqlite));
    if (version < SCHEMA && sqlite3_exec(sqlite, schema, NULL, NULL, NULL) != SQLITE_OK)
        return error_set(error, -EIO, "%s", sqlite3_errmsg(sqlite));
    return 0;
}

int database_open(struct database *database, const char *folder, const uint8_t engine[HASH_BYTES],
                  struct error *error)
{
    char path[PATH_MAX];
    *database = (struct database){0};
    memcpy(database->engine, engine, HASH_BYTES);
    int size = snprintf(path, sizeof path, "%s/registry.sqlite", folder);
    if (size < 0 || (size_t)size >= sizeof path)
        return error_set(error, -ENAMETOOLONG, "the path of the data directory is too long");
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &database->sqlite, flags, NULL) != SQLITE_OK) {
        error_set(error, -EIO, "%s",
                  database->sqlite ? sqlite3_errmsg(database->sqlite) : "no memory");
        database_close(database);
        return -EIO;
    }
    sqlite3_busy_timeout(database->sqlite, BUSY_MS);
    sqlite3_db_config(database->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    int result = adopt_schema(database, error);
    if (result < 0)
        database_close(database);
    return result;
}

void database_close(struct database *database)
{
    sqlite3_close(database->sqlite);
    database->sqlite = NULL;
}
