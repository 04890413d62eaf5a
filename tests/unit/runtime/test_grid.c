/* SPDX-License-Identifier: Apache-2.0 */
/* test_grid.c: rs_read_grid. */
#include <string.h>

#include "tests/unit/runtime/harness.h"

static void grids(void **state)
{
    static const struct {
        const char *text, *alphabet, *cells; /* NULL: refused */
        bool unread;
    } rows[] = {
        {"#.#\n.#.", ".#", "#.#.#.", false},     {"#.#\r\n.#.\r\n", ".#", "#.#.#.", false},
        {"# . #\n. # .", ".#", "#.#.#.", false}, {"\n  #.#  \n\n  .#.\n", ".#", "#.#.#.", false},
        {"#.#\n.#.\n###", ".#", "#.#.#.", true}, {"#.#", ".#", NULL, false},
        {"#.#\n.#", ".#", NULL, false},          {"#.#.#.", ".#", NULL, false},
        {"#.#.\n.#.", ".#", NULL, false},        {"#.# .#.", ".#", NULL, false},
        {"#  . #\n. # .", ".#", NULL, false},    {"#.x\n.#.", ".#", NULL, false},
        {"#,.,#\n.#.", ".#", NULL, false},       {"", ".#", NULL, false},
        {"123\n456", "123456", "123456", false}, {"1 2 3\n4 5 6", "123456 ", NULL, false},
        {"# #\n # ", "# ", "# # # ", false},     {" # \n# #", "# ", " # # #", false},
        {" #\n#", "# ", " # #  ", false},        {"# #", "# ", NULL, false},
        {"###\n\n", "# ", "###   ", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char cells[7] = "!!!!!!~", refused[6];
        rs_answer *answer = read_answer(rows[i].text);
        rs_read_grid(answer, cells, 2, 3, rows[i].alphabet);
        struct answer_result result = finish(answer);
        memset(refused, rows[i].alphabet[0], sizeof refused);
        const char *expected = rows[i].cells ? rows[i].cells : refused;
        if (result.refused != (rows[i].cells == NULL) || memcmp(cells, expected, 6) != 0 ||
            (rows[i].cells && result.unread != rows[i].unread))
            fail_msg("\"%s\": \"%.6s\", refused %d, unread %d", rows[i].text, cells, result.refused,
                     result.unread);
        assert_int_equal(cells[6], '~');
    }
}

static void reasons_say_the_line(void **state)
{
    char cells[6];
    rs_answer *answer = read_answer("#.#\n.x.");
    rs_read_grid(answer, cells, 2, 3, ".#");
    assert_string_equal(finish(answer).reason,
                        "expected line 2 of 2 with 3 characters of \".#\", found \".x.\"");
}

static void sizes_that_make_no_grid(void **state)
{
    char cells[1] = "!";
    rs_read_grid(read_answer("#"), cells, 0, 3, ".#");
    rs_read_grid(read_answer("#"), cells, 3, -1, ".#");
    rs_read_grid(read_answer("#"), cells, -2147483648, -2147483648, ".#");
    assert_int_equal(cells[0], '!');
    rs_answer *answer = read_answer("#");
    rs_read_grid(answer, cells, 1, 1, "");
    assert_true(rs_refused(answer));
}

static void text_may_follow(void **state)
{
    char cells[4];
    rs_answer *answer = read_answer("7\nab\nba\n3");
    assert_int_equal(rs_read_int(answer, 0, 9), 7);
    rs_read_grid(answer, cells, 2, 2, "ab");
    assert_int_equal(rs_read_int(answer, 0, 9), 3);
    rs_read_end(answer);
    assert_false(rs_refused(answer));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(grids),
    cmocka_unit_test(reasons_say_the_line),
    cmocka_unit_test(sizes_that_make_no_grid),
    cmocka_unit_test(text_may_follow),
};

RUN_TESTS(tests)
