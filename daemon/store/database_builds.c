/* SPDX-License-Identifier: Apache-2.0 */
/* database_builds.c: what was made of sources, so that a restart need not make it again. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/database_own.h"
#include "daemon/store/sealed.h"
#include "proto/findings.h"
#include "proto/image.h"

enum {
    PAGE = 4096,
    DAY = 24 * 3600,
    UNUSED_DAYS = 30,
};

/* A file that somebody else made, as long as it is mapped: it cannot change or shrink. */
struct view {
    const char *bytes;
    size_t size;
};

static int view_open(struct view *view, int fd, size_t most)
{
    struct stat info;
    int need = F_SEAL_WRITE | F_SEAL_SHRINK, seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 || (seals & need) != need || fstat(fd, &info) < 0 || info.st_size <= 0)
        return -EINVAL;
    if ((size_t)info.st_size > most)
        return -EFBIG;
    view->size = (size_t)info.st_size;
    view->bytes = mmap(NULL, view->size, PROT_READ, MAP_PRIVATE, fd, 0);
    return view->bytes == MAP_FAILED ? -errno : 0;
}

static void view_close(struct view *view)
{
    munmap((void *)(uintptr_t)view->bytes, view->size);
}

/* An image's file is as large as an image may be; what comes after its last piece is nothing. */
static void trim_image(struct view *view)
{
    struct image_header header;
    if (view->size < sizeof header)
        return;
    memcpy(&header, view->bytes, sizeof header);
    size_t size = PAGE + (size_t)header.text_size + header.data_size;
    if (header.magic == IMAGE_MAGIC && size < view->size)
        view->size = size;
}

static void hash_both(const void *image, size_t image_size, const void *findings,
                      size_t findings_size, uint8_t hash[HASH_BYTES])
{
    uint8_t both[2][HASH_BYTES];
    hash_bytes(image, image_size, both[0]);
    hash_bytes(findings, findings_size, both[1]);
    hash_bytes(both, sizeof both, hash);
}

static int insert(struct database *database, const uint8_t version[HASH_BYTES],
                  const struct view *image, const struct view *findings)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO build (version, engine, image, findings, hash, used)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    uint8_t hash[HASH_BYTES];
    hash_both(image->bytes, image->size, findings->bytes, findings->size, hash);
    sqlite3_stmt *statement = database_prepare(database, sql);
    if (!statement)
        return -EIO;
    sqlite3_bind_blob(statement, 1, version, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, database->engine, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 3, image->bytes, (int)image->size, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 4, findings->bytes, (int)findings->size, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 5, hash, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 6, database_now());
    return database_run(database, statement);
}

int database_keep_build(struct database *database, const uint8_t version[HASH_BYTES],
                        const struct build_files *files)
{
    struct view image, findings;
    if (!database->sqlite)
        return -EIO;
    int result = view_open(&image, files->image, IMAGE_BYTES_MAX);
    if (result < 0)
        return result;
    struct view whole = image;
    trim_image(&image);
    result = view_open(&findings, files->findings, FINDINGS_BYTES_MAX);
    if (result == 0) {
        result = insert(database, version, &image, &findings);
        view_close(&findings);
    }
    view_close(&whole);
    return result;
}

/* ---- Finding ---- */

static int take_row(sqlite3_stmt *statement, struct build_files *files)
{
    uint8_t hash[HASH_BYTES];
    const void *image = sqlite3_column_blob(statement, 0);
    const void *findings = sqlite3_column_blob(statement, 1);
    size_t image_size = (size_t)sqlite3_column_bytes(statement, 0);
    size_t findings_size = (size_t)sqlite3_column_bytes(statement, 1);
    const void *said = sqlite3_column_blob(statement, 2);
    if (!image || !findings || !said || sqlite3_column_bytes(statement, 2) != HASH_BYTES)
        return -ENOENT;
    hash_both(image, image_size, findings, findings_size, hash);
    if (memcmp(hash, said, HASH_BYTES) != 0)
        return -ENOENT;
    files->image = sealed_file("resynd-image", image, image_size);
    if (files->image < 0)
        return files->image;
    files->findings = sealed_file("resynd-findings", findings, findings_size);
    if (files->findings >= 0)
        return 0;
    close(files->image);
    return files->findings;
}

static void note_use(struct database *database, const uint8_t version[HASH_BYTES])
{
    sqlite3_stmt *statement =
        database_prepare(database, "UPDATE build SET used = ?2 WHERE version = ?1 AND used < ?3");
    if (!statement)
        return;
    sqlite3_bind_blob(statement, 1, version, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, database_now());
    sqlite3_bind_int64(statement, 3, database_now() - DAY); /* seldom: it writes */
    database_run(database, statement);
}

int database_find_build(struct database *database, const uint8_t version[HASH_BYTES],
                        struct build_files *files)
{
    *files = BUILD_FILES_NONE;
    sqlite3_stmt *statement = database_prepare(
        database, "SELECT image, findings, hash FROM build WHERE version = ?1 AND engine = ?2");
    if (!statement)
        return -ENOENT;
    sqlite3_bind_blob(statement, 1, version, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, database->engine, HASH_BYTES, SQLITE_STATIC);
    int result = -ENOENT;
    if (sqlite3_step(statement) == SQLITE_ROW)
        result = take_row(statement, files);
    sqlite3_finalize(statement);
    if (result < 0)
        *files = BUILD_FILES_NONE;
    else
        note_use(database, version);
    return result;
}

int database_prune_builds(struct database *database)
{
    sqlite3_stmt *statement =
        database_prepare(database, "DELETE FROM build WHERE engine != ?1 OR used < ?2");
    if (!statement)
        return -EIO;
    sqlite3_bind_blob(statement, 1, database->engine, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, database_now() - UNUSED_DAYS * DAY);
    return database_run(database, statement);
}
