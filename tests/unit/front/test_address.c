/* SPDX-License-Identifier: Apache-2.0 */
/* test_address.c: one thing has one spelling. */
#include "daemon/front/request_address.h"

#include <errno.h>
#include <string.h>

#include "tests/unit/test.h"

#define HEX64 "3fa9c1d27b043fa9c1d27b043fa9c1d27b043fa9c1d27b043fa9c1d27b040123"
#define NAME63 "abcdefghij_abcdefghij_abcdefghij_abcdefghij_abcdefghij_01234567"

static void good_environments(void **state)
{
    static const struct {
        const char *text, *name, *version;
    } rows[] = {
        {"n_queens", "n_queens", ""},
        {"n_queens@3fa9c1d27b04", "n_queens", "3fa9c1d27b04"},
        {"x@" HEX64, "x", HEX64},
        {NAME63, NAME63, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address address;
        assert_int_equal(
            address_parse_environment(rows[i].text, strlen(rows[i].text), &address, NULL), 0);
        assert_string_equal(address.name, rows[i].name);
        assert_string_equal(address.version, rows[i].version);
    }
}

static void bad_environments(void **state)
{
    static const char *const rows[] = {
        "",          "@",        "@3fa9c1d27b04", "N_queens",       "n-queens",
        "n_queens@", "a@3fa9c1", "a@3fa9c1d27b0", "a@3FA9C1D27B04", "a@3fa9c1d27b04x",
        "a b",       "../a",     NAME63 "x",      "a@" HEX64 "0",   "a@3fa9c1d27b04:1:1",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address address;
        struct error error = {0};
        assert_int_equal(address_parse_environment(rows[i], strlen(rows[i]), &address, &error),
                         -EINVAL);
        assert_true(*error.text);
    }
    struct address address;
    assert_int_equal(address_parse_environment("a\0b", 3, &address, NULL), -EINVAL);
}

static void good_instances(void **state)
{
    static const struct {
        const char *text;
        unsigned level;
        uint64_t seed;
    } rows[] = {
        {"a@3fa9c1d27b04:3:17", 3, 17},
        {"a@3fa9c1d27b04:0:0", 0, 0},
        {"a@3fa9c1d27b04:9999:9223372036854775807", 9999, SEED_MAX},
        {"a@3fa9c1d27b04:1:9007199254740993", 1, 9007199254740993},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address address;
        char text[ADDRESS_BYTES];
        assert_int_equal(address_parse_instance(rows[i].text, strlen(rows[i].text), &address, NULL),
                         0);
        assert_int_equal(address.level, rows[i].level);
        assert_true(address.seed == rows[i].seed);
        assert_string_equal(address_print_instance(address.name, address.version, address.level,
                                                   address.seed, text),
                            rows[i].text);
    }
}

static void bad_instances(void **state)
{
    static const char *const rows[] = {
        "a:1:1",
        "a@3fa9c1d27b04",
        "a@3fa9c1d27b04:",
        "a@3fa9c1d27b04:1",
        "a@3fa9c1d27b04:1:",
        "a@3fa9c1d27b04::1",
        "a@3fa9c1d27b04:01:1",
        "a@3fa9c1d27b04:1:01",
        "a@3fa9c1d27b04:+1:1",
        "a@3fa9c1d27b04:1:-1",
        "a@3fa9c1d27b04:1:1 ",
        "a@3fa9c1d27b04:1:1:1",
        "a@3fa9c1d27b04:10000:1",
        "a@3fa9c1d27b04:1:9223372036854775808",
        "a@3fa9c1d27b04:1:18446744073709551617",
        "a@3fa9c1d27b04:1:1e3",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct address address;
        assert_int_equal(address_parse_instance(rows[i], strlen(rows[i]), &address, NULL), -EINVAL);
    }
}

static void the_longest_address_fits(void **state)
{
    char text[ADDRESS_BYTES];
    address_print_instance(NAME63, HEX64, 9999, SEED_MAX, text);
    assert_string_equal(text, NAME63 "@3fa9c1d27b04:9999:9223372036854775807");
    address_print_environment("a", HEX64, text);
    assert_string_equal(text, "a@3fa9c1d27b04");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(good_environments),        cmocka_unit_test(bad_environments),
    cmocka_unit_test(good_instances),           cmocka_unit_test(bad_instances),
    cmocka_unit_test(the_longest_address_fits),
};
RUN_TESTS(tests)
