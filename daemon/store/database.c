/* SPDX-License-Identifier: Apache-2.0 */
/* database.c: see database.h. Opens it, and makes its tables. */
#include "daemon/store/database.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

/* `hash` is of the image and the findings: a page that has gone bad must not become code. */
#define TABLES(BYTES)                                                                          \
    "CREATE TABLE resynd_version ("                                                            \
    " name TEXT NOT NULL, version " BYTES " NOT NULL, source " BYTES " NOT NULL,"              \
    " PRIMARY KEY (name, version));"                                                           \
    "CREATE TABLE resynd_event ("                                                              \
    " number BIGINT PRIMARY KEY, kind BIGINT NOT NULL, name TEXT NOT NULL, version " BYTES "," \
    " reason TEXT, back BIGINT, at BIGINT NOT NULL);"                                          \
    "CREATE INDEX resynd_event_of ON resynd_event (name, number);"                             \
    "CREATE TABLE resynd_build ("                                                              \
    " version " BYTES " NOT NULL, engine " BYTES " NOT NULL, image " BYTES " NOT NULL,"        \
    " findings " BYTES " NOT NULL, hash " BYTES " NOT NULL, used BIGINT NOT NULL,"             \
    " PRIMARY KEY (version, engine));"                                                         \
    "INSERT INTO resynd_schema (number) VALUES (1);"

static int take_number(void *context, const struct sql_value *columns, int count)
{
    int64_t *number = context;
    *number = columns[0].type == SQL_NUMBER ? columns[0].number : 0;
    return 0;
}

/* Within a transaction: several replicas may meet an empty database. */
static int adopt_tables(struct sql *sql, struct error *error)
{
    int64_t number = 0;
    int result = sql_script(sql, "CREATE TABLE IF NOT EXISTS resynd_schema (number BIGINT)");
    if (result == 0)
        result =
            sql_query(sql, "SELECT max(number) FROM resynd_schema", NULL, 0, take_number, &number);
    if (result == 0 && number > DATABASE_SCHEMA)
        return error_set(error, -EPROTO,
                         "it is of version %d, this resynd knows versions up to %d: start a newer "
                         "resynd, or give it another database",
                         (int)number, DATABASE_SCHEMA);
    if (result == 0 && number == 0)
        result = sql_script(sql, sql_shared(sql) ? TABLES("BYTEA") : TABLES("BLOB"));
    return result < 0 ? error_set(error, result, "its tables cannot be made") : 0;
}

static int adopt(struct sql *sql, struct error *error)
{
    int result = sql_begin(sql);
    if (result < 0)
        return error_set(error, result, "it cannot be written");
    result = adopt_tables(sql, error);
    if (result < 0)
        sql_roll_back(sql);
    else if ((result = sql_commit(sql)) < 0)
        error_set(error, result, "it cannot be written");
    return result;
}

static struct sql *open_file(const char *folder, struct error *error)
{
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s/" DATABASE_FILE, folder);
    if (size > 0 && (size_t)size < sizeof path)
        return sql_open_sqlite(path, error);
    error_set(error, -ENAMETOOLONG, "the path of the data directory is too long");
    return NULL;
}

int database_open(struct database *database, const char *folder, const char *where,
                  struct error *error)
{
    struct sql *sql = where ? sql_open_postgres(where, error) : open_file(folder, error);
    int result = sql ? adopt(sql, error) : error->code;
    if (result < 0)
        sql_close(sql);
    else
        database->sql = sql;
    return result;
}

void database_close(struct database *database)
{
    sql_close(database->sql);
    database->sql = NULL;
}

int database_begin(struct database *database)
{
    return database->sql ? sql_begin(database->sql) : -ENOTCONN;
}

int64_t database_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}
