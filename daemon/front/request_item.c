/* SPDX-License-Identifier: Apache-2.0 */
/* request_item.c: see request_item.h. */
#include "daemon/front/request_item.h"

#include <stdio.h>
#include <string.h>

#include "proto/ring.h"

static bool wrong(struct request_trouble *trouble, const char *message)
{
    return trouble_set(trouble, "bad_request", "", "%s", message);
}

static bool wrong_at(struct request_trouble *trouble, const char *place, const char *message)
{
    return trouble_set(trouble, "bad_request", place, "%s", message);
}

static bool wrong_address(struct request_trouble *trouble, const struct error *error)
{
    return trouble_set(trouble, "bad_request", "", "%.230s", error->text);
}

static bool read_label(json_t *value, struct label *out, struct request_trouble *trouble)
{
    bool text = json_is_string(value) && json_string_length(value) <= LABEL_MAX;
    if (text)
        *out = (struct label){.kind = LABEL_TEXT,
                              .text = {json_string_value(value), json_string_length(value)}};
    else if (json_is_integer(value))
        *out = (struct label){.kind = LABEL_INTEGER, .integer = json_integer_value(value)};
    else if (!json_is_null(value))
        return trouble_set(trouble, "bad_request", "",
                           "this must be an integer or a string of at most %d bytes", LABEL_MAX);
    return true;
}

static bool read_id(void *context, json_t *value, struct request_trouble *trouble)
{
    return read_label(value, &((struct item_reading *)context)->item.id, trouble);
}

static bool read_group(void *context, json_t *value, struct request_trouble *trouble)
{
    return read_label(value, &((struct item_reading *)context)->item.group, trouble);
}

static bool read_instance(void *context, json_t *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    struct error error;
    if (!json_is_string(value))
        return wrong(trouble, "this must be a string");
    reading->has_address = true;
    if (address_parse_instance(json_string_value(value), json_string_length(value),
                               &reading->item.address, &error) < 0)
        return wrong_address(trouble, &error);
    return true;
}

static bool read_env(void *context, json_t *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    struct address address;
    struct error error;
    if (!json_is_string(value))
        return wrong(trouble, "this must be a string");
    reading->has_env = true;
    if (address_parse_environment(json_string_value(value), json_string_length(value), &address,
                                  &error) < 0)
        return wrong_address(trouble, &error);
    /* Level and seed may have been read already. */
    memcpy(reading->item.address.name, address.name, sizeof address.name);
    memcpy(reading->item.address.version, address.version, sizeof address.version);
    return true;
}

static bool read_version(void *context, json_t *value, struct request_trouble *trouble)
{
    if (!json_is_string(value) || strcmp(json_string_value(value), "active") != 0)
        return wrong(trouble, "the only value is \"active\"; write a version as name@version");
    ((struct item_reading *)context)->item.any_version = true;
    return true;
}

static bool read_level(void *context, json_t *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    int64_t level;
    if (!request_read_integer(value, 0, ADDRESS_LEVEL_MAX, &level, trouble))
        return false;
    reading->has_level = true;
    reading->item.address.level = (unsigned)level;
    return true;
}

static bool read_seed(void *context, json_t *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    int64_t seed;
    if (!request_read_integer(value, 0, SEED_MAX, &seed, trouble))
        return false;
    reading->has_seed = true;
    reading->item.address.seed = (uint64_t)seed;
    return true;
}

static bool read_given(void *context, json_t *value, struct request_trouble *trouble)
{
    if (!json_is_string(value) && !json_is_object(value))
        return wrong(trouble, "a ground truth is a string or an object of named fields");
    ((struct item_reading *)context)->given = value;
    return true;
}

static bool read_response(void *context, json_t *value, struct request_trouble *trouble)
{
    ((struct item_reading *)context)->response = value;
    return true;
}

static bool read_responses(void *context, json_t *value, struct request_trouble *trouble)
{
    if (!json_is_array(value))
        return wrong(trouble, "this must be a list of responses");
    ((struct item_reading *)context)->responses = value;
    return true;
}

static bool read_thinking(void *context, json_t *value, struct request_trouble *trouble)
{
    const char *text = json_string_value(value);
    if (!text || (strcmp(text, "none") != 0 && strcmp(text, "prefilled") != 0))
        return wrong(trouble, "this must be \"none\" or \"prefilled\"");
    if (strcmp(text, "prefilled") == 0)
        ((struct item_reading *)context)->item.flags |= JOB_THINKING_PREFILLED;
    return true;
}

static bool read_finish_reason(void *context, json_t *value, struct request_trouble *trouble)
{
    if (json_is_null(value))
        return true;
    if (!json_is_string(value))
        return wrong(trouble, "this must be a string or null");
    if (strcmp(json_string_value(value), "stop") == 0)
        ((struct item_reading *)context)->item.flags |= JOB_FINISHED;
    return true;
}

static bool read_extract(void *context, json_t *value, struct request_trouble *trouble)
{
    static const struct {
        const char *name;
        unsigned extract;
    } names[] = {{"declared", EXTRACT_DECLARED},
                 {"tagged", RS_TAGGED},
                 {"last_line", RS_LAST_LINE},
                 {"whole", RS_WHOLE}};
    struct item_reading *reading = context;
    const char *text = json_string_value(value);
    for (size_t i = 0; text && i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i].name) == 0) {
            reading->item.extract = names[i].extract;
            return true;
        }
    if (!text || strncmp(text, "tool:", 5) != 0 || !text[5])
        return wrong(trouble, "this must be \"declared\", \"tagged\", \"last_line\", \"whole\" or "
                              "\"tool:NAME\"");
    reading->tool = text + 5;
    return true;
}

static bool read_deadline(void *context, json_t *value, struct request_trouble *trouble)
{
    int64_t milliseconds;
    if (!request_read_integer(value, 1, DEADLINE_MS_MAX, &milliseconds, trouble))
        return false;
    ((struct item_reading *)context)->item.deadline_ms = (unsigned)milliseconds;
    return true;
}

static const struct request_field item_fields[] = {
    {"id", read_id},
    {"instance", read_instance},
    {"env", read_env},
    {"version", read_version},
    {"level", read_level},
    {"seed", read_seed},
    {"given", read_given},
    {"response", read_response},
    {"responses", read_responses},
    {"thinking", read_thinking},
    {"finish_reason", read_finish_reason},
    {"extract", read_extract},
    {"deadline_ms", read_deadline},
    {"group", read_group},
};

/* Which fields may stand together. */
static bool check_combination(struct item_reading *reading, struct request_trouble *trouble)
{
    struct score_item *item = &reading->item;
    bool parts = reading->has_env || reading->has_level || reading->has_seed || reading->given;
    if (reading->has_address && (parts || item->any_version))
        return wrong_at(trouble, "instance",
                        "this stands alone: it names environment, version, "
                        "level and seed");
    if (!reading->has_address && !reading->has_env)
        return wrong_at(trouble, "instance",
                        "say what is judged: instance, or env with level and seed, or a checker's "
                        "env with given");
    if (reading->has_address) {
        item->has_instance = true;
        return true;
    }
    if (!*item->address.version && !item->any_version) {
        wrong_at(trouble, "env",
                 "the version is missing: a new version must not judge an old "
                 "version's question by accident");
        snprintf(trouble->hint, sizeof trouble->hint,
                 "write env as name@version, or add \"version\": \"active\"");
        return false;
    }
    if (*item->address.version && item->any_version)
        return wrong_at(trouble, "version", "env names a version already");
    if (reading->given && (reading->has_level || reading->has_seed))
        return wrong_at(trouble, "given", "a checker's item has no level and no seed");
    if (!reading->given && !(reading->has_level && reading->has_seed))
        return wrong_at(trouble, reading->has_level ? "seed" : "level",
                        "this is missing: an environment needs level and seed, a checker given");
    item->has_instance = !reading->given;
    return true;
}

void item_place(struct request_trouble *trouble, const char *prefix, const char *place)
{
    char whole[sizeof trouble->place];
    snprintf(whole, sizeof whole, "%.60s%.30s", prefix, place);
    size_t size = strlen(whole);
    if (size && whole[size - 1] == '.')
        whole[size - 1] = '\0';
    memcpy(trouble->place, whole, sizeof whole);
}

/* Echoed even where the rest is wrong, so that a client knows whose verdict it is. */
static void read_labels(struct item_reading *reading, const json_t *object)
{
    struct request_trouble ignored;
    json_t *id = json_object_get(object, "id"), *group = json_object_get(object, "group");
    if (id)
        read_id(reading, id, &ignored);
    if (group)
        read_group(reading, group, &ignored);
}

bool item_read(struct item_reading *reading, json_t *object, const char *prefix,
               struct request_trouble *trouble)
{
    *reading = (struct item_reading){
        .item = {.extract = EXTRACT_DECLARED, .deadline_ms = DEADLINE_MS_DEFAULT}};
    if (!json_is_object(object)) {
        wrong(trouble, "an item is an object");
        item_place(trouble, prefix, "");
        return false;
    }
    read_labels(reading, object);
    if (!request_read_fields(object, item_fields, sizeof item_fields / sizeof *item_fields, prefix,
                             reading, trouble))
        return false;
    if (check_combination(reading, trouble))
        return true;
    char place[sizeof trouble->place];
    memcpy(place, trouble->place, sizeof place);
    item_place(trouble, prefix, place);
    return false;
}
