/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c: the JSON schema of a table of settings, for editors and for Helm. */
#include <stdio.h>
#include <string.h>

#include "lib/base/json_write.h"
#include "lib/config/describe.h"

static void put_words(struct json *json, const struct setting *setting)
{
    char word[SETTING_NAME_MAX];
    json_put_key(json, "enum");
    json_put_open(json, '[');
    for (unsigned i = 0; setting_word_at(setting, i, word, sizeof word), *word; i++)
        json_put_text(json, word);
    json_put_close(json, ']');
}

static void put_type(struct json *json, const char *name)
{
    json_put_key(json, "type");
    json_put_text(json, name);
}

static void put_bounds(struct json *json, const char *least, const char *most,
                       const struct setting *setting)
{
    json_put_key(json, least);
    json_put_unsigned(json, setting->least);
    json_put_key(json, most);
    json_put_unsigned(json, setting->most);
}

static void put_number(struct json *json, const struct setting *setting)
{
    if (setting->words) { /* the number, or the word for 0 */
        json_put_key(json, "anyOf");
        json_put_open(json, '[');
        json_put_open(json, '{');
        put_words(json, setting);
        json_put_close(json, '}');
        json_put_open(json, '{');
    }
    put_type(json, "integer");
    put_bounds(json, "minimum", "maximum", setting);
    if (setting->words) {
        json_put_close(json, '}');
        json_put_close(json, ']');
    }
}

static void put_kind(struct json *json, const struct setting *setting)
{
    switch (setting->type) {
    case SETTING_NUMBER:
        put_number(json, setting);
        break;
    case SETTING_FLAG:
        put_type(json, "boolean");
        break;
    case SETTING_CHOICE:
        put_words(json, setting);
        break;
    case SETTING_TEXT:
        put_type(json, "string");
        put_bounds(json, "minLength", "maxLength", setting);
        break;
    case SETTING_LIST:
        put_type(json, "array");
        json_put_key(json, "items");
        json_put_open(json, '{');
        put_type(json, "string");
        json_put_close(json, '}');
        put_bounds(json, "minItems", "maxItems", setting);
        break;
    }
}

static void put_setting(struct json *json, const struct setting *setting)
{
    json_put_key(json, setting->key);
    json_put_open(json, '{');
    json_put_key(json, "description");
    json_put_text(json, setting->sentence);
    put_kind(json, setting);
    json_put_close(json, '}');
}

/* An object that knows no other keys; its properties follow. */
static void open_object(struct json *json)
{
    put_type(json, "object");
    json_put_key(json, "additionalProperties");
    json_put_bool(json, false);
    json_put_key(json, "properties");
    json_put_open(json, '{');
}

void describe_schema(const struct settings *settings, struct buffer *out)
{
    struct json json = {.out = out};
    json_put_open(&json, '{');
    json_put_key(&json, "$schema");
    json_put_text(&json, "http://json-schema.org/draft-07/schema#");
    open_object(&json);
    for (size_t row = 0; row < settings->count;) {
        const char *section = settings->rows[row].section;
        json_put_key(&json, section);
        json_put_open(&json, '{');
        open_object(&json);
        for (; row < settings->count && strcmp(settings->rows[row].section, section) == 0; row++)
            put_setting(&json, &settings->rows[row]);
        json_put_close(&json, '}');
        json_put_close(&json, '}');
    }
    json_put_close(&json, '}');
    json_put_close(&json, '}');
    buffer_append_text(out, "\n");
}
