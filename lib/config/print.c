/* SPDX-License-Identifier: Apache-2.0 */
/* print.c: the values as a YAML file, with where each comes from. */
#include <string.h>

#include "lib/base/json_write.h"
#include "lib/config/config.h"

enum { COMMENT_AT = 46 };

/* A double-quoted string of JSON is one of YAML. */
static void put_item(const struct setting *setting, const char *text, struct buffer *out)
{
    struct json json = {.out = out};
    if (setting->secret)
        buffer_append_text(out, "(not shown)");
    else if (setting->type == SETTING_TEXT || setting->type == SETTING_LIST)
        json_put_text(&json, text);
    else
        buffer_append_text(out, text);
}

static void put_value(const struct setting *setting, const struct config_value *value,
                      struct buffer *out)
{
    bool list = setting->type == SETTING_LIST;
    buffer_append_text(out, list ? "[" : "");
    for (unsigned i = 0; i < value->count; i++) {
        buffer_append_text(out, i ? ", " : "");
        put_item(setting, value->items[i], out);
    }
    buffer_append_text(out, list ? "]" : "");
}

static void put_line(const struct setting *setting, const struct config_value *value,
                     struct buffer *out)
{
    size_t begin = out->size;
    /* What is not shown must not be taken for the value. */
    buffer_print(out, "  %s%s: ", value->count && !setting->secret ? "" : "# ", setting->key);
    put_value(setting, value, out);
    size_t width = out->size - begin;
    buffer_print(out, "%*s # %s", width < COMMENT_AT ? (int)(COMMENT_AT - width) : 0, "",
                 value->origin ? value->origin : "default");
    if (value->here)
        buffer_print(out, ": %s", value->here);
    buffer_append_text(out, "\n");
}

void config_print(const struct config *config, struct buffer *out)
{
    const char *section = "";
    for (size_t row = 0; row < config->settings->count; row++) {
        const struct setting *setting = &config->settings->rows[row];
        if (strcmp(section, setting->section) != 0)
            buffer_print(out, "%s%s:\n", *section ? "\n" : "", setting->section);
        section = setting->section;
        put_line(setting, &config->values[row], out);
    }
}
