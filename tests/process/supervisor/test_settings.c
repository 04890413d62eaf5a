/* SPDX-License-Identifier: Apache-2.0 */
/* test_settings.c: every row of the table of settings, from each place that a value may come from.
 */
#include "daemon/supervisor/settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/supervisor/options.h"
#include "tests/unit/test.h"

static struct config config;
static struct error error;

static int set_up(void **state)
{
    return config_init(&config, &settings, &error);
}

static int tear_down(void **state)
{
    config_deinit(&config);
    return 0;
}

static int assign(const struct setting *setting, const char *text)
{
    char assignment[8192];
    snprintf(assignment, sizeof assignment, "%s.%s=%s", setting->section, setting->key, text);
    return config_assign(&config, assignment, &error);
}

static void accepts(const struct setting *setting, const char *text)
{
    if (assign(setting, text) < 0)
        fail_msg("%s.%s=%.40s: %s", setting->section, setting->key, text, error.text);
}

/* And says which setting it is. */
static void refuses(const struct setting *setting, const char *text)
{
    char name[SETTING_NAME_MAX];
    setting_name(setting, name);
    if (assign(setting, text) != -EINVAL || !strstr(error.text, name))
        fail_msg("%s=%.40s: %s", name, text, error.text);
}

static void number_ends(const struct setting *setting)
{
    char text[32];
    snprintf(text, sizeof text, "%u", setting->least);
    accepts(setting, text);
    snprintf(text, sizeof text, "%u", setting->most);
    accepts(setting, text);
    snprintf(text, sizeof text, "%llu", (unsigned long long)setting->most + 1);
    refuses(setting, text);
    snprintf(text, sizeof text, "%lld", (long long)setting->least - 1);
    refuses(setting, text);
    if (setting->words)
        accepts(setting, setting->words);
    static const char *const wrong[] = {
        "", " 1", "1 ", "0x1", "1.0", "+1", "one", "1,2", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refuses(setting, wrong[i]);
}

static void choice_ends(const struct setting *setting)
{
    char word[64];
    for (unsigned i = 0; setting_word_at(setting, i, word, sizeof word), *word; i++) {
        accepts(setting, word);
        word[strlen(word) - 1] = '\0';
        refuses(setting, word);
    }
    refuses(setting, "");
    refuses(setting, setting->words);
    refuses(setting, "1");
}

static void text_ends(const struct setting *setting)
{
    char *text = calloc(1, setting->most + 2);
    memset(text, '/', setting->least);
    accepts(setting, text);
    memset(text, '/', setting->most);
    accepts(setting, text);
    assert_true(setting->most < setting->size);
    text[setting->most] = '/';
    refuses(setting, text);
    if (setting->least)
        refuses(setting, "");
    free(text);
}

static void list_ends(const struct setting *setting)
{
    char items[8192] = "";
    assert_in_range(setting->most, 1, SETTING_ITEMS_MAX);
    for (unsigned i = 0; i < setting->most; i++) {
        strncat(items, i ? ", " : "", 3);
        strncat(items, setting->standard, 200);
    }
    accepts(setting, items);
    refuses(setting, setting->standard); /* one too many */
}

static void every_range_ends_where_the_table_says(void **state)
{
    for (size_t row = 0; row < settings.count; row++) {
        const struct setting *setting = &settings.rows[row];
        if (setting->type == SETTING_NUMBER)
            number_ends(setting);
        else if (setting->type == SETTING_CHOICE)
            choice_ends(setting);
        else if (setting->type == SETTING_TEXT)
            text_ends(setting);
        else if (setting->type == SETTING_LIST)
            list_ends(setting);
        else
            refuses(setting, "1");
    }
}

static void every_row_is_complete(void **state)
{
    for (size_t row = 0; row < settings.count; row++) {
        const struct setting *setting = &settings.rows[row];
        char name[SETTING_NAME_MAX];
        setting_name(setting, name);
        if (!setting->sentence || !setting->argument || !setting->standard)
            fail_msg("%s says not all", name);
        if (setting->type == SETTING_CHOICE && !setting->words)
            fail_msg("%s has no words", name);
        if (*setting->standard && setting_check(setting, setting->standard, &error) < 0)
            fail_msg("%s: its default: %s", name, error.text);
        assert_int_equal(config_find(&settings, name, &error), row);
    }
}

/* One letter less, and it is named as the nearest. */
static void every_misspelt_name_is_answered_with_the_right_one(void **state)
{
    for (size_t row = 0; row < settings.count; row++) {
        char name[SETTING_NAME_MAX], wrong[SETTING_NAME_MAX];
        setting_name(&settings.rows[row], name);
        snprintf(wrong, sizeof wrong, "%.*s", (int)strlen(name) - 1, name);
        assert_int_equal(config_find(&settings, wrong, &error), -EINVAL);
        if (!strstr(error.text, wrong) || !strstr(error.text, name))
            fail_msg("%s: %s", wrong, error.text);
    }
    assert_int_equal(config_find(&settings, "quite.another", &error), -EINVAL);
    assert_null(strstr(error.text, "mean"));
}

static int from_environment(const char *variable)
{
    char copy[256], other[] = "RESYND_BUILD=x", unlike[] = "OTHER__THING=x";
    snprintf(copy, sizeof copy, "%s", variable);
    char *const variables[] = {other, unlike, copy, NULL};
    return config_read_environment(&config, SETTINGS_PREFIX, variables, &error);
}

static void every_setting_has_a_variable(void **state)
{
    static const char *const values[] = {
        [SETTING_NUMBER] = "2", [SETTING_FLAG] = "true", [SETTING_TEXT] = "/some"};
    for (size_t row = 0; row < settings.count; row++) {
        const struct setting *setting = &settings.rows[row];
        char variable[256], name[128];
        snprintf(name, sizeof name, "%s__%s", setting->section, setting->key);
        for (char *at = name; *at; at++)
            *at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
        const char *value = *setting->standard ? setting->standard : values[setting->type];
        snprintf(variable, sizeof variable, "RESYND_%s=%s", name, value);
        if (from_environment(variable) < 0)
            fail_msg("%s: %s", variable, error.text);
        assert_int_equal(config.values[row].source, CONFIG_ENVIRONMENT);
        assert_string_equal(config.values[row].items[0], value);
        assert_int_equal(strncmp(config.values[row].origin, variable, strlen(name) + 7), 0);
    }
}

static void a_variable_of_no_setting_is_an_error(void **state)
{
    assert_int_equal(from_environment("RESYND_WORKERS__MIX=2"), -EINVAL);
    assert_non_null(strstr(error.text, "RESYND_WORKERS__MIX"));
    assert_non_null(strstr(error.text, "workers.max"));
    assert_int_equal(from_environment("RESYND_WORKERS__MAX=many"), -EINVAL);
    assert_non_null(strstr(error.text, "RESYND_WORKERS__MAX"));
    assert_int_equal(from_environment("RESYND_PORT_80_TCP=x"), 0); /* Kubernetes makes such */
    assert_int_equal(from_environment("RESYND___X=2"), 0);
}

static void what_comes_later_wins_and_a_list_as_a_whole(void **state)
{
    struct options *options = calloc(1, sizeof *options);
    const struct setting *listen = &settings.rows[ROW_server_listen];
    assert_int_equal(from_environment("RESYND_SERVER__LISTEN=unix:/a , unix:/b"), 0);
    assert_int_equal(config.values[ROW_server_listen].count, 2);
    assert_string_equal(config.values[ROW_server_listen].items[0], "unix:/a");
    assert_string_equal(config.values[ROW_server_listen].items[1], "unix:/b");
    accepts(listen, "unix:/c");
    accepts(listen, "unix:/d");
    accepts(&settings.rows[ROW_workers_max], "7");
    accepts(&settings.rows[ROW_gate_mode], "report");
    config_store(&config, options);
    assert_int_equal(options->listen_texts.count, 2);
    assert_string_equal(options->listen_texts.items[1], "unix:/d");
    assert_int_equal(options->workers, 7);
    assert_string_equal(options_gate_name(options->gate), "report");
    assert_int_equal(options->keep_versions, 0);
    assert_int_equal(options->level, LOG_INFO);
    free(options);
}

/* ---- The file ---- */

static int from_text(const char *text, size_t size)
{
    char path[] = "/tmp/resynd-settings-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, text, size), size);
    close(fd);
    int result = config_read_file(&config, path, &error);
    unlink(path);
    return result;
}

static void a_file_is_understood(void **state)
{
    static const char text[] = "# all\n"
                               "server:\n"
                               "  listen:\n"
                               "    - unix:/a,b\n"
                               "    - \"[::1]:0\"\n"
                               "workers: {max: 12, cpus: auto}\n"
                               "store:\n"
                               "  # data: /x\n"
                               "gate:\n"
                               "  mode: off\n";
    assert_int_equal(from_text(text, sizeof text - 1), 0);
    assert_int_equal(config.values[ROW_server_listen].count, 2);
    assert_string_equal(config.values[ROW_server_listen].items[0], "unix:/a,b");
    assert_string_equal(config.values[ROW_workers_max].items[0], "12");
    assert_string_equal(config.values[ROW_gate_mode].items[0], "off");
    assert_non_null(strstr(config.values[ROW_gate_mode].origin, ":10"));
    assert_int_equal(config.values[ROW_store_data].count, 0);
    assert_int_equal(from_text("", 0), 0);
    assert_int_equal(from_text("# nothing\n", 10), 0);
}

static void a_wrong_file_is_answered_with_the_line(void **state)
{
    static const struct {
        const char *text, *line, *says;
    } rows[] = {
        {"server:\n  thread: 2\n", ":2:", "'server.threads'"},
        {"servers:\n  threads: 2\n", ":1:", "'server'"},
        {"log:\n  level: loud\n", ":2:", "log.level"},
        {"workers:\n\n  max: many\n", ":3:", "workers.max"},
        {"workers:\n  max: [1]\n", ":2:", "workers.max"},
        {"workers:\n  max:\n", ":2:", "nothing is given"},
        {"workers: 3\n", ":1:", "key: value"},
        {"workers:\n  max: 1\n  max: 2\n", ":3:", "given twice"},
        {"log:\nlog:\n", ":2:", "given twice"},
        {"- a\n", ":1:", "sections"},
        {"server:\n  listen: []\n", ":2:", "empty"},
        {"server:\n  listen: [[x]]\n", ":2:", "one value"},
        {"server:\n  listen: [nowhere]\n", ":2:", "server.listen"},
        {"? [a]\n: b\n", ":1:", "a name is wanted"},
        {"log:\n  level: \"inf\\0o\"\n", ":2:", "zero bytes"},
        {"log: {\n", ":", "not YAML"},
        {"log:\n\tlevel: info\n", ":2:", "not YAML"},
        {"log: *what\n", ":1:", "not YAML"},
        {"---\nlog:\n---\nlog:\n", ":", "second document"},
        {"log: \xff\n", ":1:", "not YAML"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int result = from_text(rows[i].text, strlen(rows[i].text));
        if (result != -EINVAL || !strstr(error.text, rows[i].line) ||
            !strstr(error.text, rows[i].says))
            fail_msg("%s: %d %s", rows[i].text, result, error.text);
    }
}

static void what_is_no_file_is_answered(void **state)
{
    char pipe[64];
    snprintf(pipe, sizeof pipe, "/tmp/resynd-settings-pipe-%d", (int)getpid());
    assert_int_equal(config_read_file(&config, "/does/not/exist", &error), -ENOENT);
    assert_non_null(strstr(error.text, "/does/not/exist"));
    assert_int_equal(config_read_file(&config, "/", &error), -EINVAL);
    assert_int_equal(config_read_file(&config, "/dev/zero", &error), -EINVAL);
    assert_non_null(strstr(error.text, "/dev/zero"));
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(config_read_file(&config, pipe, &error), -EINVAL); /* and does not wait */
    unlink(pipe);
    char *large = calloc(1, CONFIG_FILE_BYTES_MAX + 2);
    memset(large, '#', CONFIG_FILE_BYTES_MAX + 1);
    assert_int_equal(from_text(large, CONFIG_FILE_BYTES_MAX + 1), -EFBIG);
    free(large);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_row_is_complete),
    cmocka_unit_test_setup_teardown(every_range_ends_where_the_table_says, set_up, tear_down),
    cmocka_unit_test(every_misspelt_name_is_answered_with_the_right_one),
    cmocka_unit_test_setup_teardown(every_setting_has_a_variable, set_up, tear_down),
    cmocka_unit_test_setup_teardown(a_variable_of_no_setting_is_an_error, set_up, tear_down),
    cmocka_unit_test_setup_teardown(what_comes_later_wins_and_a_list_as_a_whole, set_up, tear_down),
    cmocka_unit_test_setup_teardown(a_file_is_understood, set_up, tear_down),
    cmocka_unit_test_setup_teardown(a_wrong_file_is_answered_with_the_line, set_up, tear_down),
    cmocka_unit_test_setup_teardown(what_is_no_file_is_answered, set_up, tear_down),
};
RUN_TESTS(tests)
