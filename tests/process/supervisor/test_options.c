/* SPDX-License-Identifier: Apache-2.0 */
/* test_options.c: what the command line says of the registry. */
#include "daemon/supervisor/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/test.h"

static void where_a_database_is_says_what_it_takes_to_reach_it(void **state)
{
    static const struct {
        const char *where;
        enum sandbox_database reach;
    } rows[] = {
        {"", SANDBOX_DATABASE_OWN},
        {"dbname=resynd", SANDBOX_DATABASE_SOCKET},
        {"host=/run/postgresql dbname=resynd", SANDBOX_DATABASE_SOCKET},
        {"dbname=resynd host=/run/postgresql", SANDBOX_DATABASE_SOCKET},
        {"postgresql:///resynd", SANDBOX_DATABASE_SOCKET},
        {"postgresql:///resynd?host=/run/postgresql", SANDBOX_DATABASE_SOCKET},
        {"postgresql://user@%2Frun%2Fpostgresql/resynd", SANDBOX_DATABASE_SOCKET},
        {"postgres://user:secret@/resynd", SANDBOX_DATABASE_SOCKET},
        {"host=db dbname=resynd", SANDBOX_DATABASE_NETWORK},
        {"host=10.0.0.1 dbname=resynd", SANDBOX_DATABASE_NETWORK},
        {"hostaddr=10.0.0.1", SANDBOX_DATABASE_NETWORK},
        {"service=resynd", SANDBOX_DATABASE_NETWORK},
        {"host=/run/postgresql hostaddr=10.0.0.1", SANDBOX_DATABASE_NETWORK},
        {"postgresql://db/resynd", SANDBOX_DATABASE_NETWORK},
        {"postgresql://user:secret@db:5433/resynd", SANDBOX_DATABASE_NETWORK},
        {"postgresql://[::1]/resynd", SANDBOX_DATABASE_NETWORK},
        {"postgresql:///resynd?host=db", SANDBOX_DATABASE_NETWORK},
        {"postgresql://db?sslmode=require", SANDBOX_DATABASE_NETWORK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (database_reach(rows[i].where) != rows[i].reach)
            fail_msg("%s", rows[i].where);
}

static int parse(struct options *options, const char *option, const char *value,
                 struct error *error)
{
    char name[] = "resynd";
    char *arguments[] = {name, (char *)(uintptr_t)option, (char *)(uintptr_t)value, NULL};
    int result = options_parse(options, 3, arguments, error);
    options_deinit(options);
    return result;
}

static void a_database_may_be_named_in_a_file(void **state)
{
    static struct options options;
    struct error error;
    char path[] = "/tmp/resynd-options-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "host=db password=secret\nmore\n", 29), 29);
    close(fd);
    assert_int_equal(parse(&options, "--database-file", path, &error), 0);
    assert_string_equal(options.database, "host=db password=secret");
    unlink(path);
    assert_true(parse(&options, "--database-file", path, &error) < 0);
    assert_non_null(strstr(error.text, path));
}

static void the_largest_is_taken_and_one_byte_more_is_not(void **state)
{
    static struct options options;
    struct error error;
    char where[DATABASE_WHERE_MAX + 1];
    memset(where, 'x', sizeof where);
    where[DATABASE_WHERE_MAX] = '\0';
    assert_true(parse(&options, "--database", where, &error) < 0);
    where[DATABASE_WHERE_MAX - 1] = '\0';
    assert_int_equal(parse(&options, "--database", where, &error), 0);
    assert_true(parse(&options, "--database", "", &error) < 0);
    assert_true(parse(&options, "--keep-versions", "0", &error) < 0);
}

static void a_database_may_be_a_credential_of_systemd(void **state)
{
    static struct options options;
    struct error error;
    char folder[] = "/tmp/resynd-credentials-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/database", folder);
    FILE *file = fopen(path, "w");
    fputs("host=db password=secret", file);
    fclose(file);
    setenv("CREDENTIALS_DIRECTORY", folder, 1);
    assert_int_equal(parse(&options, "--database-file", "credential:database", &error), 0);
    assert_string_equal(options.database, "host=db password=secret");
    assert_true(parse(&options, "--database-file", "credential:other", &error) < 0);
    unsetenv("CREDENTIALS_DIRECTORY");
    assert_true(parse(&options, "--database-file", "credential:database", &error) < 0);
    assert_non_null(strstr(error.text, "LoadCredential=database"));
    unlink(path);
    rmdir(folder);
}

static void of_two_databases_the_later_counts_and_two_at_once_are_an_error(void **state)
{
    static struct options options;
    struct error error;
    setenv("RESYND_STORE__DATABASE_FILE", "/does/not/exist", 1);
    assert_int_equal(parse(&options, "--database", "dbname=x", &error), 0);
    assert_string_equal(options.database, "dbname=x");
    setenv("RESYND_STORE__DATABASE", "dbname=y", 1);
    assert_true(parse(&options, "--gate", "off", &error) < 0);
    assert_non_null(strstr(error.text, "leave one out"));
    unsetenv("RESYND_STORE__DATABASE");
    unsetenv("RESYND_STORE__DATABASE_FILE");
}

static void set_passed(const char *count, pid_t pid)
{
    char number[16];
    snprintf(number, sizeof number, "%d", (int)pid);
    setenv("LISTEN_FDS", count, 1);
    setenv("LISTEN_PID", number, 1);
}

static void sockets_that_are_passed_take_the_place_of_the_default(void **state)
{
    static struct options options;
    struct error error;
    set_passed("2", getpid());
    assert_int_equal(parse(&options, "--gate", "off", &error), 0);
    assert_int_equal(options.passed_count, 2);
    assert_int_equal(options.listen_count, 0);
    assert_int_equal(parse(&options, "--listen", "127.0.0.1:1", &error), 0);
    assert_int_equal(options.passed_count, 2);
    assert_int_equal(options.listen_count, 1);
    set_passed("2", getpid() + 1); /* another's */
    assert_int_equal(parse(&options, "--gate", "off", &error), 0);
    assert_int_equal(options.passed_count, 0);
    assert_int_equal(options.listen_count, 1);
    static const char *const senseless[] = {"17", "-1", "two", "", "99999999999999999999"};
    for (size_t i = 0; i < sizeof senseless / sizeof *senseless; i++) {
        set_passed(senseless[i], getpid());
        assert_true(parse(&options, "--gate", "off", &error) < 0);
        assert_non_null(strstr(error.text, "LISTEN_FDS"));
    }
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_PID");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sockets_that_are_passed_take_the_place_of_the_default),
    cmocka_unit_test(where_a_database_is_says_what_it_takes_to_reach_it),
    cmocka_unit_test(a_database_may_be_named_in_a_file),
    cmocka_unit_test(a_database_may_be_a_credential_of_systemd),
    cmocka_unit_test(of_two_databases_the_later_counts_and_two_at_once_are_an_error),
    cmocka_unit_test(the_largest_is_taken_and_one_byte_more_is_not),
};
RUN_TESTS(tests)
