/* SPDX-License-Identifier: Apache-2.0 */
/* config.c: see config.h. */
#include "lib/config/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/nearest.h"

static int no_memory(struct error *error)
{
    return error_set(error, -ENOMEM, "no memory for the settings");
}

static void clear(struct config_value *value)
{
    for (unsigned i = 0; i < value->count; i++)
        free(value->items[i]);
    free(value->origin);
    free(value->here);
    *value = (struct config_value){0};
}

void config_deinit(struct config *config)
{
    for (size_t row = 0; config->values && row < config->settings->count; row++)
        clear(&config->values[row]);
    free(config->values);
    *config = (struct config){0};
}

int config_init(struct config *config, const struct settings *settings, struct error *error)
{
    static const struct config_place place = {CONFIG_DEFAULT, "default"};
    int rc = 0;
    *config = (struct config){settings, calloc(settings->count, sizeof *config->values)};
    if (!config->values)
        return no_memory(error);
    for (size_t row = 0; rc == 0 && row < settings->count; row++)
        if (*settings->rows[row].standard)
            rc = config_set(config, row, settings->rows[row].standard, &place, error);
    if (rc < 0)
        config_deinit(config);
    return rc;
}

/* ---- Names ---- */

int config_find(const struct settings *settings, const char *name, struct error *error)
{
    char known[SETTING_NAME_MAX], found[SETTING_NAME_MAX] = "";
    struct nearest nearest = nearest_to(name);
    for (size_t row = 0; row < settings->count; row++) {
        unsigned away = nearest.away;
        setting_name(&settings->rows[row], known);
        if (strcmp(known, name) == 0)
            return (int)row;
        nearest_look(&nearest, known);
        if (nearest.away < away)
            memcpy(found, known, sizeof found);
    }
    if (*found)
        return error_set(error, -EINVAL, "'%.60s' is not a setting: did you mean '%s'?", name,
                         found);
    return error_set(error, -EINVAL, "'%.60s' is not a setting: resynd --help lists them", name);
}

int config_find_section(const struct settings *settings, const char *name, struct error *error)
{
    struct nearest nearest = nearest_to(name);
    for (size_t row = 0; row < settings->count; row++) {
        if (strcmp(settings->rows[row].section, name) == 0)
            return 0;
        nearest_look(&nearest, settings->rows[row].section);
    }
    if (nearest.found)
        return error_set(error, -EINVAL, "'%.60s' is not a section: did you mean '%s'?", name,
                         nearest.found);
    return error_set(error, -EINVAL, "'%.60s' is not a section: resynd --help lists the settings",
                     name);
}

/* ---- Values ---- */

/* What a reason becomes once it is known where the value stands. Of a file, that is a line; of
 * others, `origin` names the setting already. */
static int blame(const struct setting *setting, const struct config_place *place, int code,
                 struct error *error)
{
    const struct error reason = *error;
    char name[SETTING_NAME_MAX];
    setting_name(setting, name);
    return place->source == CONFIG_FILE
               ? error_set(error, code, "%.100s: %s: %s", place->origin, name, reason.text)
               : error_set(error, code, "%.100s: %s", place->origin, reason.text);
}

static int add(struct config_value *value, const char *text, const struct config_place *place,
               struct error *error)
{
    char *item = strdup(text), *origin = value->origin ? value->origin : strdup(place->origin);
    if (!item || !origin) {
        free(item);
        if (origin != value->origin)
            free(origin);
        return no_memory(error);
    }
    value->origin = origin;
    value->source = place->source;
    value->items[value->count++] = item;
    return 0;
}

int config_set(struct config *config, size_t row, const char *text,
               const struct config_place *place, struct error *error)
{
    const struct setting *setting = &config->settings->rows[row];
    struct config_value *value = &config->values[row];
    int rc = setting_check(setting, text, error);
    if (rc < 0)
        return blame(setting, place, rc, error);
    if (setting->type != SETTING_LIST || value->source != place->source)
        clear(value);
    if (value->count < (setting->type == SETTING_LIST ? setting->most : 1))
        return add(value, text, place, error);
    error_set(error, -EINVAL, "given more than %u times: leave some out", setting->most);
    return blame(setting, place, -EINVAL, error);
}

/* Copies what stands before the next comma, without the blanks around it; returns the comma, or the
 * end. */
static const char *cut(const char *at, char *item, size_t size)
{
    at += strspn(at, " \t");
    size_t whole = strcspn(at, ","), length = whole;
    while (length > 0 && strchr(" \t", at[length - 1]))
        length--;
    if (length >= size)
        length = size - 1; /* too long in any case: the check says so */
    memcpy(item, at, length);
    item[length] = '\0';
    return at + whole;
}

int config_set_text(struct config *config, size_t row, const char *text,
                    const struct config_place *place, struct error *error)
{
    if (config->settings->rows[row].type != SETTING_LIST)
        return config_set(config, row, text, place, error);
    for (;; text++) {
        char item[SETTING_ITEM_BYTES * 4];
        text = cut(text, item, sizeof item);
        int rc = config_set(config, row, item, place, error);
        if (rc < 0 || !*text)
            return rc;
    }
}

int config_assign(struct config *config, const char *assignment, struct error *error)
{
    char name[SETTING_NAME_MAX], origin[SETTING_NAME_MAX + 8];
    const char *equals = strchr(assignment, '=');
    if (!equals)
        return error_set(error, -EINVAL, "--set %.60s: give section.key=value", assignment);
    snprintf(name, sizeof name, "%.*s", (int)(equals - assignment), assignment);
    snprintf(origin, sizeof origin, "--set %s", name);
    const struct config_place place = {CONFIG_COMMAND_LINE, origin};
    int row = config_find(config->settings, name, error);
    if (row >= 0)
        return config_set_text(config, (size_t)row, equals + 1, &place, error);
    const struct error reason = *error;
    return error_set(error, row, "--set: %s", reason.text);
}

int config_note(struct config *config, size_t row, const char *here)
{
    free(config->values[row].here);
    config->values[row].here = strdup(here);
    return config->values[row].here ? 0 : -ENOMEM;
}

void config_store_row(const struct config *config, size_t row, void *target)
{
    const struct setting *setting = &config->settings->rows[row];
    memset((char *)target + setting->offset, 0, setting->size);
    for (unsigned i = 0; i < config->values[row].count; i++)
        setting_store(setting, config->values[row].items[i], target);
}

void config_store(const struct config *config, void *target)
{
    for (size_t row = 0; row < config->settings->count; row++)
        config_store_row(config, row, target);
}

void config_swap(struct config *config, struct config *other, size_t row)
{
    const struct config_value value = config->values[row];
    config->values[row] = other->values[row];
    other->values[row] = value;
}

bool config_same(const struct config *a, const struct config *b, size_t row)
{
    const struct config_value *left = &a->values[row], *right = &b->values[row];
    if (left->count != right->count)
        return false;
    for (unsigned i = 0; i < left->count; i++)
        if (strcmp(left->items[i], right->items[i]) != 0)
            return false;
    return true;
}
