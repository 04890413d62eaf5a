/* SPDX-License-Identifier: Apache-2.0 */
/* test_tokens.c: the tokens of a data directory. */
#include "lib/tokens/tokens.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test.h"

#define DIGITS "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static char folder[64];
static int directory;
static struct tokens tokens, read_back;

static int set_up(void **state)
{
    strcpy(folder, "/tmp/resynd-tokens-XXXXXX");
    tokens.count = 0;
    assert_non_null(mkdtemp(folder));
    directory = open(folder, O_RDONLY | O_DIRECTORY);
    return directory < 0;
}

static int tear_down(void **state)
{
    unlinkat(directory, TOKENS_FILE, 0);
    close(directory);
    return rmdir(folder); /* nothing else is left */
}

static void put(const char *text, mode_t mode)
{
    unlinkat(directory, TOKENS_FILE, 0);
    int fd = openat(directory, TOKENS_FILE, O_WRONLY | O_CREAT, 0600);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void scopes_are_words(void **state)
{
    static const char *const wrong[] = {
        "", ",", "score,", ",score", "Score", "score author", "admin", "score,,author", "scores"};
    unsigned scopes;
    char text[SCOPES_TEXT_MAX];
    assert_true(scopes_parse("operate,score,score", &scopes));
    assert_int_equal(scopes, SCOPE_SCORE | SCOPE_OPERATE);
    scopes_text(scopes, text);
    assert_string_equal(text, "score,operate");
    scopes_text(SCOPES_ALL, text);
    assert_string_equal(text, "score,author,operate");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(scopes_parse(wrong[i], &scopes));
}

static void what_is_written_is_read(void **state)
{
    struct error error;
    struct stat info;
    char first[HASH_HEX], second[HASH_HEX], file[4096] = "";
    uint8_t hash[HASH_BYTES];
    assert_int_equal(tokens_read(directory, &read_back, &error), 0);
    assert_int_equal(read_back.count, 0);
    assert_int_equal(tokens_make(&tokens, "trainer-1", SCOPE_SCORE, first, &error), 0);
    assert_int_equal(tokens_make(&tokens, "me", SCOPES_ALL, second, &error), 0);
    assert_string_not_equal(first, second);
    assert_int_equal(tokens_write(directory, &tokens, &error), 0);
    assert_int_equal(fstatat(directory, TOKENS_FILE, &info, 0), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(tokens_read(directory, &read_back, &error), 0);
    assert_int_equal(read_back.count, 2);
    hash_bytes(first, 64, hash);
    assert_memory_equal(read_back.all[0].hash, hash, HASH_BYTES);
    assert_string_equal(read_back.all[0].name, "trainer-1");
    assert_int_equal(read_back.all[1].scopes, SCOPES_ALL);
    assert_int_equal(read_back.all[1].made, tokens.all[1].made);
    int fd = openat(directory, TOKENS_FILE, O_RDONLY);
    assert_true(read(fd, file, sizeof file - 1) > 0);
    close(fd);
    assert_null(strstr(file, first)); /* only its hash is kept */
}

static void names_are_taken_once_and_free_again(void **state)
{
    static const char *const wrong[] = {"", "a b", "a/b", "-a", "a\n", "\xc3\xa4", DIGITS};
    struct error error;
    char text[HASH_HEX];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(tokens_make(&tokens, wrong[i], SCOPE_SCORE, text, &error), -EINVAL);
    assert_int_equal(tokens_make(&tokens, "a", SCOPE_SCORE, text, &error), 0);
    assert_int_equal(tokens_make(&tokens, "a", SCOPE_AUTHOR, text, &error), -EEXIST);
    assert_true(tokens_drop(&tokens, "a"));
    assert_false(tokens_drop(&tokens, "a"));
    for (unsigned i = 0; i < TOKENS_MAX; i++) {
        char name[TOKEN_NAME_MAX];
        snprintf(name, sizeof name, "t%u", i);
        assert_int_equal(tokens_make(&tokens, name, SCOPE_SCORE, text, &error), 0);
    }
    assert_int_equal(tokens_make(&tokens, "one-more", SCOPE_SCORE, text, &error), -ENOSPC);
    assert_int_equal(tokens_write(directory, &tokens, &error), 0);
    assert_int_equal(tokens_read(directory, &read_back, &error), 0);
    assert_int_equal(read_back.count, TOKENS_MAX);
}

static void a_file_that_is_not_understood_takes_all_tokens_away(void **state)
{
    static const char good[] = "a score " DIGITS " 1";
    static const char *const wrong[] = {
        "a score " DIGITS,        "a admin " DIGITS " 1", "a score 0123 1",        "\n",
        "a score " DIGITS " 1 x", "a b score " DIGITS,    "a score " DIGITS "0 1", "\x01",
    };
    char text[256];
    struct error error;
    put(good, 0600);
    assert_int_equal(tokens_read(directory, &read_back, &error), 0);
    assert_int_equal(read_back.count, 1);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(text, sizeof text, "%s\n%s\n", good, wrong[i]);
        put(text, 0600);
        assert_true(tokens_read(directory, &read_back, &error) < 0);
        assert_int_equal(read_back.count, 0);
    }
    put(good, 0660);
    assert_int_equal(tokens_read(directory, &read_back, &error), -EPERM);
    put(good, 0602);
    assert_int_equal(tokens_read(directory, &read_back, &error), -EPERM);
    unlinkat(directory, TOKENS_FILE, 0);
    assert_int_equal(symlinkat("/etc/passwd", directory, TOKENS_FILE), 0);
    assert_true(tokens_read(directory, &read_back, &error) < 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(scopes_are_words, set_up, tear_down),
    cmocka_unit_test_setup_teardown(what_is_written_is_read, set_up, tear_down),
    cmocka_unit_test_setup_teardown(names_are_taken_once_and_free_again, set_up, tear_down),
    cmocka_unit_test_setup_teardown(a_file_that_is_not_understood_takes_all_tokens_away, set_up,
                                    tear_down),
};
RUN_TESTS(tests)
