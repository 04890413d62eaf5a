/* SPDX-License-Identifier: Apache-2.0 */
/* test_builds.c: what the real resynd-store keeps of builds in its database, across its own deaths,
 * and what it does where the database is not what it left. */
#include <fcntl.h>
#include <linux/sockios.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/channel/channel.h"
#include "proto/image.h"
#include "tests/process/store/rig.h"
#include "tests/unit/test.h"

enum { PAGE = 4096, IMAGE_SIZE = 3 * PAGE, PATIENCE = 20000 };

static const char source[] = "int sum = 1;\n";

static int set_up(void **state)
{
    static struct rig rig;
    rig_open(&rig);
    put(&rig, "sum.c", source);
    *state = &rig;
    return 0;
}

static int tear_down(void **state)
{
    rig_close(*state);
    return 0;
}

static void start(struct rig *rig)
{
    rig_start(rig);
    rig_meet_front(rig);
}

static void restart(struct rig *rig)
{
    rig_stop(rig);
    start(rig);
}

static int file_of(const void *bytes, size_t size, size_t whole, int seals)
{
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_int_equal(ftruncate(fd, (off_t)whole), 0);
    assert_int_equal(pwrite(fd, bytes, size, 0), size);
    assert_int_equal(fcntl(fd, F_ADD_SEALS, seals), 0);
    return fd;
}

/* What the supervisor's files look like: as large as any image may be, and nothing behind the last
 * piece. */
static const void *image_bytes(void)
{
    static char bytes[IMAGE_SIZE];
    const struct image_header header = {.magic = IMAGE_MAGIC, .text_size = PAGE, .data_size = PAGE};
    memset(bytes, 'i', sizeof bytes);
    memcpy(bytes, &header, sizeof header);
    return bytes;
}

static void keep_sealed(const struct rig *rig, const char *findings, int seals)
{
    struct message message = {.kind = MESSAGE_FRONT_BUILT, .store_entry = {.name = "sum"}};
    hash_bytes(source, strlen(source), message.store_entry.version);
    int files[] = {file_of(image_bytes(), IMAGE_SIZE, IMAGE_BYTES_MAX, seals),
                   file_of(findings, strlen(findings), strlen(findings), seals)};
    assert_int_equal(channel_send(rig->front, &message, files, 2), 0);
    close(files[0]);
    close(files[1]);
    for (int unread = 1, i = 0; unread && i < PATIENCE;
         i++) { /* the store ends what it has begun */
        assert_int_equal(ioctl(rig->front, SIOCOUTQ, &unread), 0);
        usleep(1000);
    }
}

static void keep(const struct rig *rig, const char *findings)
{
    keep_sealed(rig, findings, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK);
}

static void expect_kept(const struct rig *rig, const char *findings)
{
    expect_built(rig, "sum", source, image_bytes(), IMAGE_SIZE, findings);
    expect_synced(rig);
}

static void expect_none_kept(const struct rig *rig)
{
    expect_entry(rig, "sum", source, true);
    expect_synced(rig);
}

static void database_path(const struct rig *rig, char path[128])
{
    snprintf(path, 128, "%s/registry.sqlite", rig->data);
}

static void change_database(const struct rig *rig, const char *sql)
{
    char path[128];
    sqlite3 *database;
    database_path(rig, path);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

/* ---- Kept --------------------------------------------------------------------------------------
 */

static void a_build_outlives_the_store(void **state)
{
    start(*state);
    expect_none_kept(*state);
    keep(*state, "found");
    restart(*state);
    expect_kept(*state, "found");
}

static void a_new_front_is_told_of_it(void **state)
{
    start(*state);
    expect_none_kept(*state);
    keep(*state, "found");
    rig_meet_front(*state);
    expect_kept(*state, "found");
}

static void a_build_outlives_a_store_that_is_killed(void **state)
{
    struct rig *rig = *state;
    struct process_end end;
    start(rig);
    expect_none_kept(rig);
    keep(rig, "found");
    rig_meet_front(rig);
    expect_kept(rig, "found");
    process_kill(&rig->store);
    process_reap(&rig->store, true, &end);
    rig->store = PROCESS_INIT;
    restart(rig);
    expect_kept(rig, "found");
}

static void a_later_build_takes_its_place(void **state)
{
    start(*state);
    expect_none_kept(*state);
    keep(*state, "found");
    keep(*state, "found more");
    restart(*state);
    expect_kept(*state, "found more");
}

/* ---- Not handed out ----------------------------------------------------------------------------
 */

static void what_another_engine_has_built_is_of_no_use(void **state)
{
    struct rig *rig = *state;
    start(rig);
    expect_none_kept(rig);
    keep(rig, "found");
    rig->engine = '1';
    restart(rig);
    expect_none_kept(rig);
    keep(rig, "found otherwise");
    restart(rig);
    expect_kept(rig, "found otherwise");
    rig->engine = '0'; /* two replicas, while one is replaced by the other */
    restart(rig);
    expect_kept(rig, "found");
}

static void what_has_been_damaged_is_not_handed_out(void **state)
{
    static const char *const damages[] = {
        "UPDATE resynd_build SET image = zeroblob(length(image))",
        "UPDATE resynd_build SET findings = x'00'",
        "UPDATE resynd_build SET hash = x'00'",
        "UPDATE resynd_build SET image = zeroblob(0)",
    };
    struct rig *rig = *state;
    start(rig);
    expect_none_kept(rig);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        keep(rig, "found");
        restart(rig);
        expect_kept(rig, "found");
        rig_stop(rig);
        change_database(rig, damages[i]);
        start(rig);
        expect_none_kept(rig);
    }
}

static void a_file_that_can_still_change_is_not_kept(void **state)
{
    start(*state);
    expect_none_kept(*state);
    keep_sealed(*state, "found", F_SEAL_GROW);
    restart(*state);
    expect_none_kept(*state);
}

/* ---- Without a database ------------------------------------------------------------------------
 */

static void a_file_that_is_no_database_stops_nothing(void **state)
{
    struct rig *rig = *state;
    char path[128];
    database_path(rig, path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    for (int i = 0; i < PAGE; i++)
        assert_int_equal(write(fd, "no database ", 12), 12);
    close(fd);
    start(rig);
    expect_none_kept(rig);
    keep(rig, "found");
    rig_meet_front(rig);
    expect_none_kept(rig);
}

/* As one that was put there from a backup. */
static void a_database_of_another_mode_is_taken(void **state)
{
    struct rig *rig = *state;
    char path[128];
    change_database(rig, "CREATE TABLE another (whatever); INSERT INTO another VALUES (1);");
    database_path(rig, path);
    assert_int_equal(chmod(path, 0644), 0);
    start(rig);
    expect_none_kept(rig);
    keep(rig, "found");
    restart(rig);
    expect_kept(rig, "found");
}

static void the_database_of_a_later_resynd_is_left_alone(void **state)
{
    struct rig *rig = *state;
    change_database(rig, "CREATE TABLE resynd_schema (number);"
                         "INSERT INTO resynd_schema VALUES (9999);"
                         "CREATE TABLE resynd_build (its_own);");
    start(rig);
    expect_none_kept(rig);
    keep(rig, "found");
    restart(rig);
    expect_none_kept(rig);
    rig_stop(rig);
    change_database(rig, "INSERT INTO resynd_build (its_own) VALUES (1)");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_build_outlives_the_store),
        TEST(a_new_front_is_told_of_it),
        TEST(a_build_outlives_a_store_that_is_killed),
        TEST(a_later_build_takes_its_place),
        TEST(what_another_engine_has_built_is_of_no_use),
        TEST(what_has_been_damaged_is_not_handed_out),
        TEST(a_file_that_can_still_change_is_not_kept),
        TEST(a_file_that_is_no_database_stops_nothing),
        TEST(a_database_of_another_mode_is_taken),
        TEST(the_database_of_a_later_resynd_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
