/* SPDX-License-Identifier: Apache-2.0 */
/* test_library.c: names and versions found in a snapshot. */
#include <string.h>

#include "daemon/front/engine.h"
#include "tests/unit/test.h"

static const struct version first = {.name = "graph_coloring",
                                     .hex = "0123456789abcdef0123456789abcdef"
                                            "0123456789abcdef0123456789abcdef"};
static const struct version second = {.name = "graph_coloring",
                                      .hex = "0123456789ac00000000000000000000"
                                             "00000000000000000000000000000000"};
static const struct version *const versions[] = {&first, &second};
static const struct library_entry entries[] = {
    {"countdown", NULL, NULL, 0},
    {"graph_coloring", &first, versions, 2},
    {"n_queens", NULL, NULL, 0},
};
static const struct library library = {entries, 3};

static void test_names_are_found_exactly(void **state)
{
    assert_ptr_equal(library_find(&library, "countdown"), &entries[0]);
    assert_ptr_equal(library_find(&library, "n_queens"), &entries[2]);
    assert_null(library_find(&library, "n_queen"));
    assert_null(library_find(&library, ""));
    assert_null(library_find(&(struct library){0}, "n_queens"));
}

static void test_versions_are_found_by_twelve_digits_or_more(void **state)
{
    assert_ptr_equal(library_find_version(&entries[1], "0123456789ab"), &first);
    assert_ptr_equal(library_find_version(&entries[1], "0123456789ac"), &second);
    assert_ptr_equal(library_find_version(&entries[1], first.hex), &first);
    assert_null(library_find_version(&entries[1], "0123456789a"));
    assert_null(library_find_version(&entries[1], "0123456789ad"));
    assert_null(library_find_version(&entries[0], "0123456789ab"));
}

static void test_nearest_name_is_near(void **state)
{
    assert_string_equal(library_nearest(&library, "n_queen"), "n_queens");
    assert_string_equal(library_nearest(&library, "graph_colouring"), "graph_coloring");
    assert_string_equal(library_nearest(&library, "cuontdown"), "countdown");
    assert_null(library_nearest(&library, "sudoku"));
    assert_null(library_nearest(&library, ""));
    char endless[NAME_MAX_BYTES * 2];
    memset(endless, 'n', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_null(library_nearest(&library, endless));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_found_exactly),
        cmocka_unit_test(test_versions_are_found_by_twelve_digits_or_more),
        cmocka_unit_test(test_nearest_name_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
