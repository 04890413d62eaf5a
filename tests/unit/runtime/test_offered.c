/* SPDX-License-Identifier: Apache-2.0 */
/* test_offered.c: the table of offered functions, and the small ones among them. */
#include <ctype.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "tests/unit/runtime/harness.h"

static void (*find(const char *name))(void)
{
    for (size_t i = 0; i < offered_count; i++)
        if (strcmp(offered[i].name, name) == 0)
            return offered[i].function;
    return NULL;
}

static void each_name_once(void **state)
{
    assert_true(offered_count > 180);
    assert_true(offered_count * 16 <= 4096); /* a page of stubs */
    for (size_t i = 0; i < offered_count; i++) {
        assert_non_null(offered[i].function);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(offered[i].name, offered[k].name);
    }
}

/* Rows that images know by their index. */
static void order_is_kept(void **state)
{
    assert_string_equal(offered[0].name, "rs_read_int");
    assert_string_equal(offered[18].name, "rs_print");
    assert_string_equal(offered[29].name, "memcpy");
    assert_string_equal(offered[95].name, "__assert_fail");
    assert_string_equal(offered[185].name, "__va_arg");
}

static void what_must_not_be_there(void **state)
{
    static const char *const names[] = {"system",   "exit",      "printf", "sprintf", "fopen",
                                        "rand",     "time",      "getenv", "memmem",  "dlopen",
                                        "strerror", "setlocale", "gets"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_null(find(names[i]));
    assert_non_null(find("strtok"));
}

static void characters(void **state)
{
    static const struct {
        int (*ours)(int), (*theirs)(int);
    } rows[] = {{offer_isalnum, isalnum}, {offer_isalpha, isalpha}, {offer_isblank, isblank},
                {offer_iscntrl, iscntrl}, {offer_isdigit, isdigit}, {offer_isgraph, isgraph},
                {offer_islower, islower}, {offer_isprint, isprint}, {offer_ispunct, ispunct},
                {offer_isspace, isspace}, {offer_isupper, isupper}, {offer_isxdigit, isxdigit}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int c = -1; c < 256; c++)
            assert_int_equal(!rows[i].ours(c), !rows[i].theirs(c));
    for (int c = -1; c < 256; c++) {
        assert_int_equal(offer_tolower(c), tolower(c));
        assert_int_equal(offer_toupper(c), toupper(c));
    }
    assert_false(offer_isalpha(-2147483647 - 1) || offer_isalpha(1000000));
}

static void comparisons(void **state)
{
    assert_int_equal(offer_memcmp("a", "z", 1), -1);
    assert_int_equal(offer_memcmp("\xff", "a", 1), 1);
    assert_int_equal(offer_strcmp("b", "a"), 1);
    assert_int_equal(offer_strncmp("ab", "az", 1), 0);
    assert_int_equal(offer_strcasecmp("HeLLo", "hEllO"), 0);
    assert_int_equal(offer_strcasecmp("hello", "help"), -1);
    assert_int_equal(offer_strncasecmp("HELlo", "help", 3), 0);
    assert_int_equal(offer_strcasecmp("a", ""), 1);
}

static void strtok_splits(void **state)
{
    char text[] = ",a,,b c,";
    assert_string_equal(offer_strtok(text, ","), "a");
    assert_string_equal(offer_strtok(NULL, ","), "b c");
    assert_null(offer_strtok(NULL, ","));
    assert_null(offer_strtok(NULL, ","));
}

static void overlapping_memcpy_moves(void **state)
{
    char text[] = "abcdef";
    void *(*copy)(void *, const void *, size_t) =
        (void *(*)(void *, const void *, size_t))find("memcpy");
    copy(text + 1, text, 5);
    assert_string_equal(text, "aabcde");
}

static void endings(void **state)
{
    assert_true(ENDS(offer_abort()));
    assert_int_equal(ending.why, LAST_WORDS_CRASH);
    assert_true(ENDS(offer_assert_fail("n > 0", "x.c", 12, "verify")));
    assert_string_equal(ending.text, "an assert failed in verify, line 12: n > 0");
}

static void strings_are_copied(void **state)
{
    heap_setup(NULL);
    assert_string_equal(offer_strdup("abc"), "abc");
    assert_string_equal(offer_strndup(guarded("abc", 3), 3), "abc");
    assert_string_equal(offer_strndup("abc", 2), "ab");
}

#ifdef __x86_64__

/* Ten integers and ten doubles in turn: some in registers, some on the stack. */
static double add_arguments(int count, ...)
{
    va_list list;
    double sum = 0;
    va_start(list, count);
    struct tcc_va_list *ours = (struct tcc_va_list *)(void *)list;
    for (int i = 0; i < count; i++) {
        sum = sum * 3 + *(int *)offer_va_arg(ours, 0, sizeof(int), 4);
        sum = sum * 3 + *(double *)offer_va_arg(ours, 1, sizeof(double), 8);
    }
    struct wide {
        long a, b, c;
    } *wide = offer_va_arg(ours, 2, sizeof(struct wide), 8);
    sum += (double)(wide->a * wide->b * wide->c);
    va_end(list);
    return sum;
}

static void variable_arguments(void **state)
{
    struct {
        long a, b, c;
    } wide = {3, 5, 7};
    double expected = 0;
    for (int i = 0; i < 10; i++)
        expected = (expected * 3 + 2 * i) * 3 + 2 * i + 1;
    assert_true(add_arguments(10, 0, 1.0, 2, 3.0, 4, 5.0, 6, 7.0, 8, 9.0, 10, 11.0, 12, 13.0, 14,
                              15.0, 16, 17.0, 18, 19.0, wide) == expected + 105);
}

#endif

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_name_once),
    cmocka_unit_test(order_is_kept),
    cmocka_unit_test(what_must_not_be_there),
    cmocka_unit_test(characters),
    cmocka_unit_test(comparisons),
    cmocka_unit_test(strtok_splits),
    cmocka_unit_test(overlapping_memcpy_moves),
    cmocka_unit_test(endings),
    cmocka_unit_test(strings_are_copied),
#ifdef __x86_64__
    cmocka_unit_test(variable_arguments),
#endif
};

RUN_TESTS(tests)
