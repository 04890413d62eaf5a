/* SPDX-License-Identifier: Apache-2.0 */
/* test_token.c: the author's token in a data directory. */
#include "daemon/supervisor/token.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"

static char folder[64];
static int directory;

static int set_up(void **state)
{
    strcpy(folder, "/tmp/resynd-token-XXXXXX");
    assert_non_null(mkdtemp(folder));
    directory = open(folder, O_RDONLY | O_DIRECTORY);
    return directory < 0;
}

static int tear_down(void **state)
{
    unlinkat(directory, TOKEN_FILE, 0);
    close(directory);
    return rmdir(folder); /* nothing else is left */
}

static void put(const char *text, mode_t mode)
{
    unlinkat(directory, TOKEN_FILE, 0);
    int fd = openat(directory, TOKEN_FILE, O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void it_is_made_once(void **state)
{
    struct error error;
    struct stat info;
    char text[80] = "";
    uint8_t hash[HASH_BYTES], again[HASH_BYTES];
    assert_int_equal(token_hash(directory, hash, &error), 0);
    assert_int_equal(token_make(directory, &error), 1);
    assert_int_equal(fstatat(directory, TOKEN_FILE, &info, 0), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(token_hash(directory, hash, &error), 1);
    assert_int_equal(token_make(directory, &error), 0);
    assert_int_equal(token_hash(directory, again, &error), 1);
    assert_memory_equal(hash, again, HASH_BYTES);
    int fd = openat(directory, TOKEN_FILE, O_RDONLY);
    assert_int_equal(read(fd, text, sizeof text - 1), 65); /* 64 digits and a newline */
    close(fd);
    hash_bytes(text, 64, again);
    assert_memory_equal(hash, again, HASH_BYTES);
}

static void what_is_no_token_is_refused(void **state)
{
    static const char fine[] = "0123456789abcdef0123456789abcdef";
    struct error error;
    uint8_t hash[HASH_BYTES], wanted[HASH_BYTES];
    put(fine, 0600);
    assert_int_equal(token_hash(directory, hash, &error), 1);
    hash_bytes(fine, sizeof fine - 1, wanted);
    assert_memory_equal(hash, wanted, HASH_BYTES);
    put(fine, 0640);
    assert_true(token_hash(directory, hash, &error) < 0);
    put(fine, 0604);
    assert_true(token_hash(directory, hash, &error) < 0);
    put(fine + 1, 0600);
    assert_true(token_hash(directory, hash, &error) < 0);
    put("", 0600);
    assert_true(token_hash(directory, hash, &error) < 0);
    unlinkat(directory, TOKEN_FILE, 0);
    assert_int_equal(symlinkat("/etc/passwd", directory, TOKEN_FILE), 0);
    assert_true(token_hash(directory, hash, &error) < 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(it_is_made_once, set_up, tear_down),
    cmocka_unit_test_setup_teardown(what_is_no_token_is_refused, set_up, tear_down),
};
RUN_TESTS(tests)
