/* SPDX-License-Identifier: Apache-2.0 */
/* setting.c: see setting.h. */
#include "lib/config/setting.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void setting_name(const struct setting *setting, char name[SETTING_NAME_MAX])
{
    snprintf(name, SETTING_NAME_MAX, "%s.%s", setting->section, setting->key);
}

/* The size of the word that begins at `at`. */
static size_t word_size(const char *at)
{
    return strcspn(at, " ");
}

static const char *next_word(const char *at)
{
    at += word_size(at);
    return at + strspn(at, " ");
}

int setting_word(const struct setting *setting, const char *text)
{
    int index = 0;
    for (const char *at = setting->words; at && *at; at = next_word(at), index++)
        if (strlen(text) == word_size(at) && memcmp(at, text, word_size(at)) == 0)
            return index;
    return -1;
}

void setting_word_at(const struct setting *setting, unsigned index, char *word, size_t size)
{
    const char *at = setting->words;
    for (; index && *at; index--)
        at = next_word(at);
    snprintf(word, size, "%.*s", (int)word_size(at), at);
}

/* "a, b or c". */
static void list_words(const struct setting *setting, char *out, size_t size)
{
    size_t used = 0;
    for (const char *at = setting->words, *next; *at && used < size; at = next) {
        next = next_word(at);
        const char *before = at == setting->words ? "" : *next ? ", " : " or ";
        used += (size_t)snprintf(out + used, size - used, "%s%.*s", before, (int)word_size(at), at);
    }
}

void setting_range(const struct setting *setting, char *range, size_t size)
{
    switch (setting->type) {
    case SETTING_NUMBER:
        snprintf(range, size, "%u to %u%s%s%s%s", setting->least, setting->most,
                 setting->unit ? " " : "", setting->unit ? setting->unit : "",
                 setting->words ? ", or " : "", setting->words ? setting->words : "");
        break;
    case SETTING_FLAG:
        snprintf(range, size, "true or false");
        break;
    case SETTING_CHOICE:
        list_words(setting, range, size);
        break;
    case SETTING_TEXT:
        snprintf(range, size, "%u to %u bytes", setting->least, setting->most);
        break;
    case SETTING_LIST:
        snprintf(range, size, "%u to %u of them", setting->least, setting->most);
        break;
    }
}

static bool is_number(const struct setting *setting, const char *text)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && errno == 0 && value >= setting->least &&
           value <= setting->most;
}

static int check_number(const struct setting *setting, const char *text, struct error *error)
{
    char range[SETTING_NAME_MAX * 2];
    if (is_number(setting, text) || setting_word(setting, text) == 0)
        return 0;
    setting_range(setting, range, sizeof range);
    return error_set(error, -EINVAL, "'%.40s' is not possible: give a whole number from %s", text,
                     range);
}

static int check_word(const struct setting *setting, bool known, const char *text,
                      struct error *error)
{
    char range[SETTING_NAME_MAX * 2];
    if (known)
        return 0;
    setting_range(setting, range, sizeof range);
    return error_set(error, -EINVAL, "'%.40s' is not known: give %s", text, range);
}

static bool is_flag(const char *text)
{
    return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
}

static int check_text(const struct setting *setting, const char *text, struct error *error)
{
    size_t size = strlen(text);
    if (size < setting->least || size > setting->most)
        return error_set(error, -EINVAL, "%zu bytes: give a %s of %u to %u bytes", size,
                         setting->argument, setting->least, setting->most);
    return setting->check ? setting->check(text, error) : 0;
}

/* Of a list, one item. */
static int check_item(const struct setting *setting, const char *text, struct error *error)
{
    int rc = setting->check ? setting->check(text, error) : 0;
    if (rc < 0 || strlen(text) < SETTING_ITEM_BYTES)
        return rc;
    return error_set(error, -EINVAL, "'%.40s…' is longer than %d bytes", text,
                     SETTING_ITEM_BYTES - 1);
}

int setting_check(const struct setting *setting, const char *text, struct error *error)
{
    switch (setting->type) {
    case SETTING_NUMBER:
        return check_number(setting, text, error);
    case SETTING_FLAG:
        return check_word(setting, is_flag(text), text, error);
    case SETTING_CHOICE:
        return check_word(setting, setting_word(setting, text) >= 0, text, error);
    case SETTING_TEXT:
        return check_text(setting, text, error);
    case SETTING_LIST:
        return check_item(setting, text, error);
    }
    return -EINVAL;
}

static void append(struct setting_list *list, const char *text)
{
    if (list->count < SETTING_ITEMS_MAX)
        snprintf(list->items[list->count++], SETTING_ITEM_BYTES, "%s", text);
}

void setting_store(const struct setting *setting, const char *text, void *target)
{
    char *member = (char *)target + setting->offset;
    unsigned number = 0;
    bool flag = strcmp(text, "true") == 0;
    switch (setting->type) {
    case SETTING_NUMBER:
        number = is_number(setting, text) ? (unsigned)strtoul(text, NULL, 10) : 0;
        memcpy(member, &number, sizeof number);
        break;
    case SETTING_FLAG:
        memcpy(member, &flag, sizeof flag);
        break;
    case SETTING_CHOICE:
        number = (unsigned)setting_word(setting, text);
        memcpy(member, &number, sizeof number);
        break;
    case SETTING_TEXT:
        snprintf(member, setting->size, "%s", text);
        break;
    case SETTING_LIST:
        append((void *)member, text); /* NOLINT: it is one */
        break;
    }
}
