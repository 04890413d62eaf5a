/* SPDX-License-Identifier: Apache-2.0 */
/* copy.c: see copy.h. */
#include "daemon/store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/database.h"

enum { BUSY_MS = 10000 };

static int refuse(sqlite3 *sqlite, const char *path, struct error *error)
{
    int result = error_set(error, -EIO, "%.100s: %.120s", path,
                           sqlite ? sqlite3_errmsg(sqlite) : "no memory");
    sqlite3_close(sqlite);
    return result;
}

/* What is there already, to read. */
static int open_file(const char *path, sqlite3 **sqlite, struct error *error)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX; /* a WAL is shared memory */
    *sqlite = NULL;
    if (access(path, R_OK) < 0)
        return error_set(error, -errno, "%.150s: %s", path, strerror(errno));
    if (sqlite3_open_v2(path, sqlite, flags, NULL) != SQLITE_OK)
        return refuse(*sqlite, path, error);
    sqlite3_busy_timeout(*sqlite, BUSY_MS);
    sqlite3_db_config(*sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return 0;
}

/* The first column of the first row, as a number or a word. */
static bool says(sqlite3 *sqlite, const char *text, int64_t *number, const char *word)
{
    sqlite3_stmt *statement = NULL;
    bool fine = sqlite3_prepare_v2(sqlite, text, -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    const char *found = fine ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (number)
        *number = fine ? sqlite3_column_int64(statement, 0) : 0;
    else
        fine = found && strcmp(found, word) == 0;
    sqlite3_finalize(statement);
    return fine;
}

static int check(sqlite3 *sqlite, const char *path, struct error *error)
{
    int64_t schema;
    if (!says(sqlite, "PRAGMA integrity_check", NULL, "ok"))
        return error_set(error, -EIO, "%.150s is not a sound database", path);
    if (!says(sqlite, "SELECT max(number) FROM resynd_schema", &schema, NULL) || schema < 1)
        return error_set(error, -EINVAL, "%.150s is not a registry of resynd's", path);
    if (schema > DATABASE_SCHEMA)
        return error_set(error, -EPROTO,
                         "%.120s is of version %d, this resynd knows versions up to %d", path,
                         (int)schema, DATABASE_SCHEMA);
    return 0;
}

/* Into a new file, which is on the disk then. */
static int write_copy(sqlite3 *sqlite, const char *to, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool fine = sqlite3_prepare_v2(sqlite, "VACUUM INTO ?1", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_bind_text(statement, 1, to, -1, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    if (!fine)
        return error_set(error, -EIO, "%.100s: %.120s", to, sqlite3_errmsg(sqlite));
    int fd = open(to, O_RDONLY | O_CLOEXEC);
    int synced = fd < 0 ? -1 : fsync(fd);
    if (fd >= 0)
        close(fd);
    return synced < 0 ? error_set(error, -errno, "%.150s: %s", to, strerror(errno)) : 0;
}

/* A copy of `from` beside `to`, which then takes its place. */
static int copy(const char *from, const char *to, struct error *error)
{
    char beside[PATH_MAX + 8];
    sqlite3 *sqlite;
    snprintf(beside, sizeof beside, "%s.new", to);
    unlink(beside); /* of one that was killed */
    int result = open_file(from, &sqlite, error);
    if (result == 0)
        result = check(sqlite, from, error);
    if (result == 0)
        result = write_copy(sqlite, beside, error);
    sqlite3_close(sqlite);
    if (result == 0 && rename(beside, to) < 0)
        result = error_set(error, -errno, "%.150s: %s", to, strerror(errno));
    if (result < 0)
        unlink(beside);
    return result;
}

int copy_back_up(const char *folder, const char *file, struct error *error)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/" DATABASE_FILE, folder);
    if (access(file, F_OK) == 0)
        return error_set(error, -EEXIST, "%.150s is there already: give another name", file);
    return copy(path, file, error);
}

int copy_restore(const char *folder, const char *file, struct error *error)
{
    static const char *const left[] = {"-wal", "-shm"};
    char path[PATH_MAX], beside[PATH_MAX + 8];
    snprintf(path, sizeof path, "%s/" DATABASE_FILE, folder);
    int result = copy(file, path, error);
    /* What the database before had written beside its file is not this one's. */
    for (size_t i = 0; result == 0 && i < sizeof left / sizeof *left; i++) {
        snprintf(beside, sizeof beside, "%s%s", path, left[i]);
        if (unlink(beside) < 0 && errno != ENOENT)
            result = error_set(error, -errno, "%.150s: %s", beside, strerror(errno));
    }
    return result;
}
