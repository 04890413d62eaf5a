/* SPDX-License-Identifier: Apache-2.0 */
/* test_log.c: pairs of logfmt as members of JSON. */
#include "lib/base/log.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test.h"

static void pairs_become_members(void **state)
{
    static const struct {
        const char *pairs, *members;
    } rows[] = {
        {"", ""},
        {"worker=17 cause=cpu", ",\"worker\":17,\"cause\":\"cpu\""},
        {"code=-5 zero=0", ",\"code\":-5,\"zero\":0"},
        {"version=012345678901 hex=3fa9", ",\"version\":\"012345678901\",\"hex\":\"3fa9\""},
        {"reason=\"no memory\" next=\"\"", ",\"reason\":\"no memory\",\"next\":\"\""},
        {"path=\"a\\\"b\\\\c\\x0a\"", ",\"path\":\"a\\\"b\\\\c\\u000a\""},
        {"empty= after=1", ",\"empty\":\"\",\"after\":1"},
        {"between=front,store", ",\"between\":\"front,store\""},
        {"long=12345678901234567890", ",\"long\":\"12345678901234567890\""},
        {"fine=1 cut=\"with no en", ",\"fine\":1"},
        {"no pair", ""},
    };
    char out[200];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(log_members(rows[i].pairs, out, sizeof out), strlen(rows[i].members));
        assert_string_equal(out, rows[i].members);
    }
}

static void what_does_not_fit_is_left_out_whole(void **state)
{
    const char *pairs = "one=1 two=\"second\" three=3", *most = ",\"one\":1,\"two\":\"second\"";
    char out[64];
    for (size_t size = 1; size < sizeof out; size++) {
        memset(out, '#', sizeof out);
        unsigned long written = log_members(pairs, out, size);
        assert_true(written < size && out[written] == '\0' && out[size] == '#');
        assert_true(written == 0 || out[written - 1] != ',');
        if (size == strlen(most) + 1)
            assert_string_equal(out, most);
    }
}

static void quoted_text_survives(void **state)
{
    char quoted[64], pairs[80], out[200];
    snprintf(pairs, sizeof pairs, "text=%s", log_quote("a\tb\x7f\"\\", quoted, sizeof quoted));
    log_members(pairs, out, sizeof out);
    assert_string_equal(out, ",\"text\":\"a\\u0009b\\u007f\\\"\\\\\"");
}

static void styles_have_names(void **state)
{
    enum log_style style;
    for (unsigned i = 0; i < LOG_STYLES; i++) {
        assert_true(log_style_parse(log_style_name((enum log_style)i), &style));
        assert_int_equal(style, i);
    }
    assert_false(log_style_parse("xml", &style));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_become_members),
        cmocka_unit_test(what_does_not_fit_is_left_out_whole),
        cmocka_unit_test(quoted_text_survives),
        cmocka_unit_test(styles_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
