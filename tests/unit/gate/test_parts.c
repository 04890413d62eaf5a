/* SPDX-License-Identifier: Apache-2.0 */
/* test_parts.c: what a changed state does to a question: nothing, other words, or other data. */
#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "lib/gate/parts.h"

static enum shown compare(const char *before, const char *after)
{
    return parts_compare(before, strlen(before), after, strlen(after));
}

static void tells_data_from_words(void **unused)
{
    static const struct {
        const char *before, *after;
        enum shown shown;
    } rows[] = {
        {"at most 7 steps", "at most 7 steps", SHOWN_NOT},
        {"at most 7 steps", "at most 12 steps", SHOWN_DATA},
        {"1-2, 3-4, 5-6", "1-2, 3-40, 5-6", SHOWN_DATA},
        {"-3 degrees", "3 degrees", SHOWN_DATA},
        {"..#.\n.o..", "..#.\n.o#.", SHOWN_DATA},
        {"Find a path", "Seek some path", SHOWN_WORDS},
        {"Anna has 3", "Bertram has 3", SHOWN_WORDS},
        {"1 2 3", "1 2 3 4", SHOWN_WORDS},
        {"", "1", SHOWN_WORDS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(compare(rows[i].before, rows[i].after), rows[i].shown);
}

/* Two instances of a level, of two ints, four characters and two bytes. */
static struct gate gate_of(struct instance instances[2], unsigned char states[2][14],
                           struct description *description)
{
    *description = (struct description){.state_size = 14, .levels = 1};
    memset(instances, 0, 2 * sizeof *instances);
    for (unsigned i = 0; i < 2; i++) {
        instances[i].state = states[i];
        instances[i].state_size = 14;
    }
    return (struct gate){.subject = {.description = description},
                         .instances = instances,
                         .instance_count = 2,
                         .per_level = 2};
}

static void finds_words_and_bytes(void **unused)
{
    unsigned char states[2][14] = {{5, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 'd', 1, 0},
                                   {6, 0, 0, 0, 0, 0, 0, 0, 'a', 'x', 'c', 'd', 1, 0}};
    struct instance instances[2];
    struct description description;
    struct gate gate = gate_of(instances, states, &description);
    struct part part[PARTS_MAX];
    assert_int_equal(parts_find(&gate, 0, part), 6);
    assert_int_equal(part[0].size, 4);
    assert_true(part[0].varies);
    assert_int_equal(part[1].offset, 8);
    assert_int_equal(part[1].size, 1);
    assert_false(part[1].varies);
    assert_true(part[2].varies);
    assert_int_equal(part[5].offset, 12);
}

static void changes_copies_only(void **unused)
{
    unsigned char states[2][14] = {{5}, {6}};
    struct instance instances[2];
    struct description description;
    struct gate gate = gate_of(instances, states, &description);
    const struct part part = {.offset = 0, .size = 4};
    static const int expected[CHANGES] = {6, 4, 0, 2, 0, 5, 6};
    for (unsigned change = 0; change < CHANGES; change++) {
        unsigned char *state = parts_change(&gate, 0, &part, change);
        if (expected[change] == 5) {
            assert_null(state);
            continue;
        }
        assert_int_equal(state[0], expected[change]);
        assert_int_equal(states[0][0], 5);
        free(state);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(tells_data_from_words),
    cmocka_unit_test(finds_words_and_bytes),
    cmocka_unit_test(changes_copies_only),
};
RUN_TESTS(tests)
