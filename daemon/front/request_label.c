/* SPDX-License-Identifier: Apache-2.0 */
/* request_label.c: see request_label.h. */
#include "daemon/front/request_label.h"

#include <stdio.h>
#include <string.h>

/* What is judged, and how; an address says the first part alone, and what stands beside it there is
 * the data set's own. */
static const char *const names[] = {"instance", "extract", "thinking", "env",
                                    "version",  "level",   "seed",     "given"};
enum { BESIDE_AN_ADDRESS = 3 };

static const struct value *member(const struct value *object, const char *name)
{
    const struct value *value = value_get(object, name);
    return value_is(value, VALUE_NULL) ? NULL : value;
}

bool label_is(const struct value *value, const struct trainer_rules *rules)
{
    if (value_is(value, VALUE_STRING))
        return value->size > 0;
    if (member(value, "instance") || member(value, "env"))
        return true;
    return *rules->env.name && (member(value, "seed") || member(value, "given"));
}

static bool begins_object(const struct value *string)
{
    size_t at = 0;
    while (at < string->size && strchr(" \t\r\n", string->text[at]) && string->text[at])
        at++;
    return at < string->size && string->text[at] == '{';
}

static bool same_version(const char *a, const char *b)
{
    size_t size = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    return strncmp(a, b, size) == 0; /* one may be shortened, or be missing */
}

/* The environment is the path's, and the row's where that names one too. */
static bool settle_environment(struct item_reading *reading, const struct address *path,
                               struct request_trouble *trouble)
{
    struct address *address = &reading->item.address;
    if (!*path->name)
        return true;
    if (!reading->has_env && !reading->has_address) {
        memcpy(address->name, path->name, sizeof address->name);
        memcpy(address->version, path->version, sizeof address->version);
        reading->has_env = true;
        return true;
    }
    if (strcmp(address->name, path->name) == 0 && same_version(address->version, path->version))
        return true;
    return trouble_set(trouble, "bad_request", "", "the row is about %s, the path about %s",
                       address->name, path->name);
}

static bool read_members(struct item_reading *reading, const struct value *object,
                         struct request_trouble *trouble)
{
    size_t count = member(object, "instance") ? BESIDE_AN_ADDRESS : sizeof names / sizeof *names;
    for (size_t i = 0; i < count; i++) {
        const struct value *value = member(object, names[i]);
        if (value && !item_read_member(reading, names[i], value, trouble)) {
            snprintf(trouble->place, sizeof trouble->place, "%s", names[i]);
            return false;
        }
    }
    return true;
}

static const struct value *open_text(const struct value *label, struct document *inner,
                                     struct request_trouble *trouble)
{
    if (document_read(inner, label->text, label->size) == 0)
        return inner->values;
    trouble_set(trouble, "bad_request", "", "the label begins with { but is no JSON");
    return NULL;
}

bool label_read(struct item_reading *reading, const struct value *label, struct document *inner,
                const struct trainer_rules *rules, struct request_trouble *trouble)
{
    *reading = (struct item_reading){.item = {.extract = rules->extract,
                                              .flags = rules->flags,
                                              .has_format_weight = rules->has_format_weight,
                                              .format_weight = rules->format_weight,
                                              .deadline_ms = rules->deadline_ms},
                                     .tool = rules->tool};
    bool fine;
    if (value_is(label, VALUE_STRING) && begins_object(label))
        label = open_text(label, inner, trouble);
    if (!label)
        return false;
    if (value_is(label, VALUE_STRING))
        fine = item_read_member(reading, "instance", label, trouble);
    else if (value_is(label, VALUE_OBJECT))
        fine = read_members(reading, label, trouble);
    else
        fine = trouble_set(trouble, "bad_request", "",
                           "a label is an instance's address, or an object with instance, or with "
                           "env and given, or with env, level and seed");
    return fine && settle_environment(reading, &rules->env, trouble) &&
           item_check(reading, trouble);
}
