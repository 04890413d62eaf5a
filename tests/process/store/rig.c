/* SPDX-License-Identifier: Apache-2.0 */
/* rig.c: see rig.h. */
#include "tests/process/store/rig.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/sealed.h"
#include "lib/channel/channel.h"
#include "tests/unit/test.h"

enum { PATIENCE_MS = 20000 };

static const char *below(const struct rig *rig, const char *path)
{
    static char whole[4][1024];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(whole[turn], sizeof whole[turn], "%s/%s", rig->folder, path);
    return whole[turn];
}

/* ---- Life --------------------------------------------------------------------------------------
 */

/* Tables of its own, for each test. */
static void choose_schema(struct rig *rig)
{
    static unsigned count;
    rig->database = getenv("RESYND_DATABASE");
    if (!rig->database)
        return;
    PGconn *connection = PQconnectdb(rig->database);
    char text[64];
    snprintf(text, sizeof text, "CREATE SCHEMA rig%ld_%u", (long)getpid(), ++count);
    PGresult *result = PQexec(connection, text);
    assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
    PQclear(result);
    PQfinish(connection);
    snprintf(rig->where, sizeof rig->where, "%s options=-csearch_path=rig%ld_%u", rig->database,
             (long)getpid(), count);
}

void rig_open(struct rig *rig)
{
    *rig = (struct rig){.store = PROCESS_INIT, .supervisor = -1, .front = -1};
    strcpy(rig->folder, "/tmp/resynd-store-XXXXXX");
    strcpy(rig->data, "/tmp/resynd-data-XXXXXX");
    rig->engine = '0';
    assert_non_null(mkdtemp(rig->folder));
    assert_non_null(mkdtemp(rig->data));
    choose_schema(rig);
}

void rig_start(struct rig *rig)
{
    struct programs programs;
    struct error error = {0};
    int ends[2];
    char name[] = "resynd-store", data[] = "--data", engine[] = "--engine", hash[HASH_HEX] = "",
         keep[] = "--keep-versions", versions[16], database[] = "--database", own[] = "own",
         socket[] = "socket";
    memset(hash, rig->engine, HASH_HEX - 1);
    snprintf(versions, sizeof versions, "%u", rig->versions);
    char *const arguments[] = {name,        data,     rig->data,
                               engine,      hash,     keep,
                               versions,    database, rig->database ? socket : own,
                               rig->folder, NULL};
    assert_int_equal(programs_open(&programs, &error), 0);
    assert_int_equal(channel_pair(ends), 0);
    int where = rig->database ? sealed_file("where", rig->where, strlen(rig->where)) : -1;
    const int descriptors[] = {ends[1], where};
    const struct start start = {.executable =
                                    rig->database ? programs.store_postgres : programs.store,
                                .arguments = arguments,
                                .descriptors = descriptors,
                                .count = rig->database ? 2 : 1};
    if (process_start(&rig->store, &start, &error) < 0)
        fail_msg("%s", error.text);
    close(ends[1]);
    if (where >= 0)
        close(where);
    rig->supervisor = ends[0];
    programs_close(&programs);
}

static void hang_up(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

void rig_meet_front(struct rig *rig)
{
    const struct message message = {.kind = MESSAGE_FRONT_CHANNEL};
    int ends[2];
    hang_up(&rig->front);
    assert_int_equal(channel_pair(ends), 0);
    assert_int_equal(channel_send(rig->supervisor, &message, &ends[1], 1), 0);
    close(ends[1]);
    rig->front = ends[0];
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
    return remove(path);
}

void rig_stop(struct rig *rig)
{
    struct process_end end = {0};
    hang_up(&rig->supervisor);
    struct pollfd wait = {.fd = rig->store.pidfd, .events = POLLIN};
    bool ended = rig->store.pidfd < 0 || poll(&wait, 1, PATIENCE_MS) == 1;
    process_kill(&rig->store);
    process_reap(&rig->store, true, &end);
    hang_up(&rig->front);
    rig->store = PROCESS_INIT;
    assert_true(ended);
    assert_int_equal(end.signal, 0);
    assert_true(end.status <= 0); /* −1: never started */
}

void rig_close(struct rig *rig)
{
    rig_stop(rig);
    nftw(rig->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    nftw(rig->data, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- Files -------------------------------------------------------------------------------------
 */

void put_bytes(const struct rig *rig, const char *path, const void *bytes, size_t size)
{
    int fd = open(below(rig, path), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), size);
    close(fd);
}

void put(const struct rig *rig, const char *path, const char *text)
{
    put_bytes(rig, path, text, strlen(text));
}

void make_folder(const struct rig *rig, const char *path)
{
    assert_int_equal(mkdir(below(rig, path), 0755), 0);
}

void make_link(const struct rig *rig, const char *path, const char *target)
{
    assert_int_equal(symlink(target, below(rig, path)), 0);
}

void rename_to(const struct rig *rig, const char *from, const char *to)
{
    assert_int_equal(rename(below(rig, from), below(rig, to)), 0);
}

void remove_file(const struct rig *rig, const char *path)
{
    assert_int_equal(remove(below(rig, path)), 0);
}

const char *old_path(const char *folder, const char *name, const char *text)
{
    static char path[256];
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX];
    hash_bytes(text, strlen(text), hash);
    hash_hex(hash, hex);
    snprintf(path, sizeof path, "%s/%s@%.12s.c", folder, name, hex);
    return path;
}

/* ---- Messages ----------------------------------------------------------------------------------
 */

/* How many descriptors came; −1: the store has hung up; −2: nothing came in time. */
static int next_files(const struct rig *rig, int patience_ms, struct message *message,
                      int descriptors[MESSAGE_DESCRIPTORS_MAX])
{
    int count;
    struct pollfd wait = {.fd = rig->front, .events = POLLIN};
    memset(message, 0, sizeof *message);
    if (poll(&wait, 1, patience_ms) != 1)
        return -2;
    int result = channel_receive(rig->front, PEER_STORE, PEER_FRONT, message, descriptors, &count);
    assert_true(result == 1 || result == -EPIPE);
    return result == 1 ? count : -1;
}

/* Of a message with one descriptor or none: that; −1: none. */
static int next_message(const struct rig *rig, int patience_ms, struct message *message)
{
    int descriptors[MESSAGE_DESCRIPTORS_MAX];
    int count = next_files(rig, patience_ms, message, descriptors);
    assert_in_range(count + 2, 0, 3);
    return count == 1 ? descriptors[0] : count == 0 ? -1 : count;
}

static void check_version(const struct message *message, const char *text)
{
    uint8_t hash[HASH_BYTES];
    hash_bytes(text, strlen(text), hash);
    assert_memory_equal(message->store_entry.version, hash, HASH_BYTES);
}

/* Sealed, read from the position that it came with, and closed. */
static void check_file(int file, const void *wanted, size_t size)
{
    static char bytes[SOURCE_MAX + 1];
    assert_int_equal(read(file, bytes, sizeof bytes), size);
    assert_memory_equal(bytes, wanted, size);
    assert_int_equal(fcntl(file, F_GET_SEALS),
                     F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
    close(file);
}

static struct message last_entry;

static void check_entry(const struct message *message, const char *name, const char *text,
                        int source)
{
    last_entry = *message;
    assert_string_equal(message_name(message->kind), "STORE_ENTRY");
    assert_string_equal(message->store_entry.name, name);
    check_file(source, text, strlen(text));
    check_version(message, text);
}

void expect_entry(const struct rig *rig, const char *name, const char *text, bool active)
{
    struct message message;
    int source = next_message(rig, PATIENCE_MS, &message);
    check_entry(&message, name, text, source);
    assert_int_equal(message.store_entry.active, active);
}

void expect_built(const struct rig *rig, const char *name, const char *text, const void *image,
                  size_t size, const char *findings)
{
    struct message message;
    int files[MESSAGE_DESCRIPTORS_MAX];
    assert_int_equal(next_files(rig, PATIENCE_MS, &message, files), 3);
    check_entry(&message, name, text, files[0]);
    check_file(files[1], image, size);
    check_file(files[2], findings, strlen(findings));
}

void expect_active(const struct rig *rig)
{
    assert_int_equal(last_entry.store_entry.active, 1);
}

void expect_quarantine(const struct rig *rig, const char *reason)
{
    assert_string_equal(last_entry.store_entry.quarantine, reason);
}

struct message next_done(const struct rig *rig, int *file)
{
    struct message message;
    int got = next_message(rig, PATIENCE_MS, &message);
    assert_string_equal(message_name(message.kind), "STORE_DONE");
    if (file)
        *file = got;
    else
        assert_int_equal(got, -1);
    return message;
}

void expect_gone(const struct rig *rig, const char *name, const char *text)
{
    struct message message;
    assert_int_equal(next_message(rig, PATIENCE_MS, &message), -1);
    assert_string_equal(message_name(message.kind), "STORE_GONE");
    assert_string_equal(message.store_entry.name, name);
    check_version(&message, text);
}

void expect_synced(const struct rig *rig)
{
    struct message message;
    assert_int_equal(next_message(rig, PATIENCE_MS, &message), -1);
    assert_string_equal(message_name(message.kind), "STORE_SYNCED");
}

void expect_silence(const struct rig *rig, int milliseconds)
{
    struct message message;
    int result = next_message(rig, milliseconds, &message);
    if (result != -2)
        fail_msg("%s of %s", message_name(message.kind), message.store_entry.name);
}

void expect_front_dropped(const struct rig *rig)
{
    struct message message;
    assert_int_equal(next_message(rig, PATIENCE_MS, &message), -1);
    assert_int_equal(message.kind, MESSAGE_NONE);
}
