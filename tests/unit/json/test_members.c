/* SPDX-License-Identifier: Apache-2.0 */
/* test_members.c: members found in the text of an object, and keys that are escaped. Against
 * document.c's they are fuzzed (tests/fuzz/members.c). */
#include "lib/json/members.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static void members_as_they_stand(void **state)
{
    static const char text[] = " \n{ \"a\" : 1 ,\"b\":[1,{\"c\":\"}\"}], \"\\\"]\" :\t\"x\\\\\"\n,"
                               "\"d\": {\"e\": [ ] } }  ";
    static const char *const wanted[] = {"\"a\" : 1", "\"b\":[1,{\"c\":\"}\"}]",
                                         "\"\\\"]\" :\t\"x\\\\\"", "\"d\": {\"e\": [ ] }"};
    struct members members;
    struct member member;
    size_t count = 0;
    for (members_open(&members, text, strlen(text)); members_next(&members, &member); count++) {
        assert_true(count < 4);
        assert_int_equal(member.end - member.start, strlen(wanted[count]));
        assert_memory_equal(member.start, wanted[count], strlen(wanted[count]));
    }
    assert_int_equal(count, 4);
}

static void what_is_no_object_has_none(void **state)
{
    static const char *const texts[] = {"", " ", "[]", "7", "{}", "{ }", "\"{\"", "[{\"a\":1}]"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct members members;
        struct member member;
        members_open(&members, texts[i], strlen(texts[i]));
        assert_false(members_next(&members, &member));
    }
}

/* Cut off anywhere, so that a sanitizer sees what is read beyond the end. */
static void nothing_is_read_beyond_the_end(void **state)
{
    static const char text[] = "{\"a\\u0062\\\\\":[{\"x\":\"\\\"\"},2],\"c\":{\"d\":null}}";
    for (size_t size = 0; size < sizeof text; size++) {
        struct members members;
        struct member member;
        char *cut = malloc(size ? size : 1);
        assert_non_null(cut);
        memcpy(cut, text, size);
        for (members_open(&members, cut, size); members_next(&members, &member);) {
            assert_true(member.end <= cut + size);
            member_is(&member, "ab");
        }
        free(cut);
    }
}

static void keys(void **state)
{
    static const struct {
        const char *key, *name;
        bool is, begins;
    } rows[] = {
        {"reward", "reward", true, true},
        {"re\\u0077ard", "reward", true, true},
        {"\\u0072\\u0065\\u0077\\u0061\\u0072\\u0064", "reward", true, true},
        {"rewards", "reward", false, true},
        {"rewar", "reward", false, false},
        {"", "reward", false, false},
        {"Reward", "reward", false, false},
        {"re\\u00f7ard", "reward", false, false},
        {"re\\nard", "reward", false, false},
        {"reward\\u0000", "reward", false, true},
        {"resynd_\\u2603", "resynd_", false, true},
        {"resynd\\u005Fx", "resynd_", false, true},
        {"\\ud83d\\ude00", "resynd_", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct member member = {.key = rows[i].key, .key_size = strlen(rows[i].key)};
        assert_int_equal(member_is(&member, rows[i].name), rows[i].is);
        assert_int_equal(member_begins(&member, rows[i].name), rows[i].begins);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(members_as_they_stand),
    cmocka_unit_test(what_is_no_object_has_none),
    cmocka_unit_test(nothing_is_read_beyond_the_end),
    cmocka_unit_test(keys),
};
RUN_TESTS(tests)
