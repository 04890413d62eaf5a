/* SPDX-License-Identifier: Apache-2.0 */
/* database_builds.c: what was made of sources, so that a restart need not make it again. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/database.h"
#include "lib/base/sealed.h"
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
    static const char text[] =
        "INSERT INTO resynd_build (version, engine, image, findings, hash, used)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (version, engine) DO UPDATE SET"
        " image = excluded.image, findings = excluded.findings, hash = excluded.hash,"
        " used = excluded.used";
    uint8_t hash[HASH_BYTES];
    hash_both(image->bytes, image->size, findings->bytes, findings->size, hash);
    const struct sql_value given[] = {
        sql_bytes(version, HASH_BYTES),       sql_bytes(database->engine, HASH_BYTES),
        sql_bytes(image->bytes, image->size), sql_bytes(findings->bytes, findings->size),
        sql_bytes(hash, HASH_BYTES),          sql_number(database_now()),
    };
    return sql_run(database->sql, text, given, sizeof given / sizeof *given);
}

int database_keep_build(struct database *database, const uint8_t version[HASH_BYTES],
                        const struct build_files *files)
{
    struct view image, findings;
    if (!database->sql)
        return -ENOTCONN;
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

static int take_row(void *context, const struct sql_value *columns, int count)
{
    struct build_files *files = context;
    const struct sql_value *image = &columns[0], *findings = &columns[1], *said = &columns[2];
    uint8_t hash[HASH_BYTES];
    if (image->type != SQL_BYTES || findings->type != SQL_BYTES || said->type != SQL_BYTES ||
        said->size != HASH_BYTES)
        return -ENOENT;
    hash_both(image->bytes, image->size, findings->bytes, findings->size, hash);
    if (memcmp(hash, said->bytes, HASH_BYTES) != 0)
        return -ENOENT;
    files->image = sealed_file("resynd-image", image->bytes, image->size);
    if (files->image < 0)
        return files->image;
    files->findings = sealed_file("resynd-findings", findings->bytes, findings->size);
    if (files->findings >= 0)
        return 1;
    close(files->image);
    return files->findings;
}

/* Seldom: it writes. */
static void note_use(struct database *database, const uint8_t version[HASH_BYTES])
{
    const struct sql_value given[] = {
        sql_bytes(version, HASH_BYTES),
        sql_bytes(database->engine, HASH_BYTES),
        sql_number(database_now()),
        sql_number(database_now() - DAY),
    };
    sql_run(database->sql,
            "UPDATE resynd_build SET used = $3 WHERE version = $1 AND engine = $2 AND used < $4",
            given, sizeof given / sizeof *given);
}

int database_find_build(struct database *database, const uint8_t version[HASH_BYTES],
                        struct build_files *files)
{
    *files = BUILD_FILES_NONE;
    if (!database->sql)
        return -ENOENT;
    const struct sql_value given[] = {
        sql_bytes(version, HASH_BYTES),
        sql_bytes(database->engine, HASH_BYTES),
    };
    int result = sql_query(
        database->sql,
        "SELECT image, findings, hash FROM resynd_build WHERE version = $1 AND engine = $2", given,
        2, take_row, files);
    if (result == 1) {
        note_use(database, version);
        return 0;
    }
    *files = BUILD_FILES_NONE;
    return -ENOENT;
}

int database_prune_builds(struct database *database)
{
    const struct sql_value before = sql_number(database_now() - UNUSED_DAYS * DAY);
    return sql_run(database->sql, "DELETE FROM resynd_build WHERE used < $1", &before, 1);
}
