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

bool label_equal(const struct label *one, const struct label *other)
{
    if (one->kind != other->kind || one->kind == LABEL_NONE)
        return false;
    if (one->kind == LABEL_INTEGER)
        return one->integer == other->integer;
    return one->text.size == other->text.size &&
           memcmp(one->text.data, other->text.data, one->text.size) == 0;
}

static bool read_label(const struct value *value, struct label *out,
                       struct request_trouble *trouble)
{
    if (value_is(value, VALUE_STRING) && value->size <= LABEL_MAX)
        *out = (struct label){.kind = LABEL_TEXT, .text = {value->text, value->size}};
    else if (value_is(value, VALUE_INTEGER))
        *out = (struct label){.kind = LABEL_INTEGER, .integer = value->integer};
    else if (!value_is(value, VALUE_NULL))
        return trouble_set(trouble, "bad_request", "",
                           "this must be an integer or a string of at most %d bytes", LABEL_MAX);
    return true;
}

static bool read_id(void *context, const struct value *value, struct request_trouble *trouble)
{
    return read_label(value, &((struct item_reading *)context)->item.id, trouble);
}

static bool read_group(void *context, const struct value *value, struct request_trouble *trouble)
{
    return read_label(value, &((struct item_reading *)context)->item.group, trouble);
}

static bool read_instance(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    struct error error;
    if (!value_is(value, VALUE_STRING))
        return wrong(trouble, "this must be a string");
    reading->has_address = true;
    if (address_parse_instance(value->text, value->size, &reading->item.address, &error) < 0)
        return wrong_address(trouble, &error);
    return true;
}

static bool read_env(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    struct address address;
    struct error error;
    if (!value_is(value, VALUE_STRING))
        return wrong(trouble, "this must be a string");
    reading->has_env = true;
    if (address_parse_environment(value->text, value->size, &address, &error) < 0)
        return wrong_address(trouble, &error);
    /* Level and seed may have been read already. */
    memcpy(reading->item.address.name, address.name, sizeof address.name);
    memcpy(reading->item.address.version, address.version, sizeof address.version);
    return true;
}

static bool read_version(void *context, const struct value *value, struct request_trouble *trouble)
{
    if (!value_equals(value, "active"))
        return wrong(trouble, "the only value is \"active\"; write a version as name@version");
    ((struct item_reading *)context)->item.any_version = true;
    return true;
}

static bool read_level(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    int64_t level;
    if (!request_read_integer(value, 0, ADDRESS_LEVEL_MAX, &level, trouble))
        return false;
    reading->has_level = true;
    reading->item.address.level = (unsigned)level;
    return true;
}

static bool read_seed(void *context, const struct value *value, struct request_trouble *trouble)
{
    struct item_reading *reading = context;
    int64_t seed;
    if (!request_read_integer(value, 0, SEED_MAX, &seed, trouble))
        return false;
    reading->has_seed = true;
    reading->item.address.seed = (uint64_t)seed;
    return true;
}

static bool read_given(void *context, const struct value *value, struct request_trouble *trouble)
{
    if (!value_is(value, VALUE_STRING) && !value_is(value, VALUE_OBJECT))
        return wrong(trouble, "a ground truth is a string or an object of named fields");
    ((struct item_reading *)context)->given = value;
    return true;
}

static bool read_response(void *context, const struct value *value, struct request_trouble *trouble)
{
    ((struct item_reading *)context)->response = value;
    return true;
}

static bool read_responses(void *context, const struct value *value,
                           struct request_trouble *trouble)
{
    if (!value_is(value, VALUE_ARRAY))
        return wrong(trouble, "this must be a list of responses");
    ((struct item_reading *)context)->responses = value;
    return true;
}

static bool read_thinking(void *context, const struct value *value, struct request_trouble *trouble)
{
    if (value_equals(value, "none"))
        return true;
    if (!value_equals(value, "prefilled"))
        return wrong(trouble, "this must be \"none\" or \"prefilled\"");
    ((struct item_reading *)context)->item.flags |= JOB_THINKING_PREFILLED;
    return true;
}

static bool read_finish_reason(void *context, const struct value *value,
                               struct request_trouble *trouble)
{
    if (value_is(value, VALUE_NULL))
        return true;
    if (!value_is(value, VALUE_STRING))
        return wrong(trouble, "this must be a string or null");
    if (value_equals(value, "stop"))
        ((struct item_reading *)context)->item.flags |= JOB_FINISHED;
    return true;
}

static bool read_extract(void *context, const struct value *value, struct request_trouble *trouble)
{
    static const struct {
        const char *name;
        unsigned extract;
    } names[] = {{"declared", EXTRACT_DECLARED},
                 {"tagged", RS_TAGGED},
                 {"last_line", RS_LAST_LINE},
                 {"whole", RS_WHOLE}};
    struct item_reading *reading = context;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (value_equals(value, names[i].name)) {
            reading->item.extract = names[i].extract;
            return true;
        }
    if (!value_is(value, VALUE_STRING) || strncmp(value->text, "tool:", 5) != 0 || !value->text[5])
        return wrong(trouble, "this must be \"declared\", \"tagged\", \"last_line\", \"whole\" or "
                              "\"tool:NAME\"");
    reading->tool = value->text + 5;
    return true;
}

static bool read_deadline(void *context, const struct value *value, struct request_trouble *trouble)
{
    int64_t milliseconds;
    if (!request_read_integer(value, 1, DEADLINE_MS_MAX, &milliseconds, trouble))
        return false;
    ((struct item_reading *)context)->item.deadline_ms = (unsigned)milliseconds;
    return true;
}

static bool read_format_weight(void *context, const struct value *value,
                               struct request_trouble *trouble)
{
    struct score_item *item = &((struct item_reading *)context)->item;
    double weight = value->kind == VALUE_REAL      ? value->real
                    : value->kind == VALUE_INTEGER ? (double)value->integer
                                                   : -1;
    if (!(weight >= 0 && weight <= 1))
        return wrong(trouble, "this must be a number from 0 to 1");
    item->has_format_weight = true;
    item->format_weight = weight;
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
    {"format_weight", read_format_weight},
};
_Static_assert(sizeof item_fields / sizeof *item_fields <= REQUEST_FIELDS_MAX, "all fit");

bool item_read_member(struct item_reading *reading, const char *name, const struct value *value,
                      struct request_trouble *trouble)
{
    const struct request_field *field = item_fields;
    while (strcmp(field->name, name) != 0)
        field++;
    return field->read(reading, value, trouble);
}

bool item_check(struct item_reading *reading, struct request_trouble *trouble)
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

/* Echoed even where the rest is wrong, so that a client knows whose verdict it is. */
static void read_labels(struct item_reading *reading, const struct value *object)
{
    struct request_trouble ignored;
    const struct value *id = value_get(object, "id"), *group = value_get(object, "group");
    if (id)
        read_id(reading, id, &ignored);
    if (group)
        read_group(reading, group, &ignored);
}

bool item_read(struct item_reading *reading, const struct value *object,
               struct request_trouble *trouble)
{
    *reading = (struct item_reading){
        .item = {.extract = EXTRACT_DECLARED, .deadline_ms = DEADLINE_MS_DEFAULT}};
    if (!value_is(object, VALUE_OBJECT))
        return wrong(trouble, "an item is an object");
    read_labels(reading, object);
    return request_read_fields(object, item_fields, sizeof item_fields / sizeof *item_fields,
                               reading, trouble) &&
           item_check(reading, trouble);
}
