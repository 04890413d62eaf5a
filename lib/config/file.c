/* SPDX-License-Identifier: Apache-2.0 */
/* file.c: settings in a YAML file. libyaml reads it; what is taken of it is a mapping of sections,
 * each a mapping of keys to a value or, for a list, to values. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

#include "lib/config/config.h"

/* What is being read. */
struct reading {
    struct config *config;
    const char *path;
    yaml_document_t *document;
    struct error *error;
};

__attribute__((format(printf, 3, 4))) static int
refuse(const struct reading *reading, const yaml_node_t *node, const char *format, ...)
{
    char text[200];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    return error_set(reading->error, -EINVAL, "%.100s:%zu: %s", reading->path,
                     node->start_mark.line + 1, text);
}

static yaml_node_t *node_at(const struct reading *reading, int index)
{
    return yaml_document_get_node(reading->document, index);
}

/* NULL: it is none, or holds a zero byte. */
static const char *scalar(const yaml_node_t *node)
{
    const char *text = (const char *)node->data.scalar.value;
    return node->type == YAML_SCALAR_NODE && strlen(text) == node->data.scalar.length ? text : NULL;
}

/* Nothing behind the colon, or what YAML calls null. */
static bool is_null(const yaml_node_t *node)
{
    const char *text = node->type == YAML_SCALAR_NODE ? scalar(node) : NULL;
    bool plain = text && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return plain && (!*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
}

/* ---- A value ---- */

static int take_scalar(const struct reading *reading, size_t row, const yaml_node_t *node,
                       const struct config_place *place)
{
    const struct setting *setting = &reading->config->settings->rows[row];
    const char *text = node->type == YAML_SCALAR_NODE ? scalar(node) : NULL;
    if (!text)
        return refuse(reading, node, "%s.%s: one value is wanted, without zero bytes",
                      setting->section, setting->key);
    if (is_null(node))
        return refuse(reading, node, "%s.%s: nothing is given: give a value, or leave the line out",
                      setting->section, setting->key);
    return config_set(reading->config, row, text, place, reading->error);
}

static int take_list(const struct reading *reading, size_t row, const yaml_node_t *node,
                     const struct config_place *place)
{
    const struct setting *setting = &reading->config->settings->rows[row];
    const yaml_node_item_t *item = node->data.sequence.items.start;
    int rc = 0;
    if (item == node->data.sequence.items.top)
        return refuse(reading, node, "%s.%s: the list is empty", setting->section, setting->key);
    for (; rc == 0 && item < node->data.sequence.items.top; item++)
        rc = take_scalar(reading, row, node_at(reading, *item), place);
    return rc;
}

static int take_value(const struct reading *reading, size_t row, const yaml_node_t *key,
                      const yaml_node_t *value)
{
    const struct setting *setting = &reading->config->settings->rows[row];
    char *origin;
    if (asprintf(&origin, "%s:%zu", reading->path, key->start_mark.line + 1) < 0)
        return error_set(reading->error, -ENOMEM, "no memory for the settings");
    const struct config_place place = {CONFIG_FILE, origin};
    int rc = setting->type == SETTING_LIST && value->type == YAML_SEQUENCE_NODE
                 ? take_list(reading, row, value, &place)
                 : take_scalar(reading, row, value, &place);
    free(origin);
    return rc;
}

/* ---- Keys and sections ---- */

typedef int take_pair(const struct reading *reading, const char *context, const yaml_node_t *key,
                      const yaml_node_t *value);

static bool is_repeated(const struct reading *reading, const yaml_node_t *mapping,
                        const yaml_node_pair_t *pair, const char *text)
{
    for (const yaml_node_pair_t *before = mapping->data.mapping.pairs.start; before < pair;
         before++) {
        const yaml_node_t *key = node_at(reading, before->key);
        if (strcmp((const char *)key->data.scalar.value, text) == 0)
            return true;
    }
    return false;
}

static int take_mapping(const struct reading *reading, const char *context,
                        const yaml_node_t *mapping, take_pair *take)
{
    const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
    int rc = 0;
    for (; rc == 0 && pair < mapping->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = node_at(reading, pair->key);
        const char *text = key->type == YAML_SCALAR_NODE ? scalar(key) : NULL;
        if (!text)
            rc = refuse(reading, key, "a name is wanted here, and a colon behind it");
        else if (is_repeated(reading, mapping, pair, text))
            rc = refuse(reading, key, "'%.60s' is given twice", text);
        else
            rc = take(reading, context, key, node_at(reading, pair->value));
    }
    return rc;
}

static int take_key(const struct reading *reading, const char *section, const yaml_node_t *key,
                    const yaml_node_t *value)
{
    char name[SETTING_NAME_MAX];
    snprintf(name, sizeof name, "%s.%s", section, scalar(key));
    int row = config_find(reading->config->settings, name, reading->error);
    if (row >= 0)
        return take_value(reading, (size_t)row, key, value);
    const struct error reason = *reading->error;
    return refuse(reading, key, "%s", reason.text);
}

static int take_section(const struct reading *reading, const char *context, const yaml_node_t *key,
                        const yaml_node_t *value)
{
    if (config_find_section(reading->config->settings, scalar(key), reading->error) < 0) {
        const struct error reason = *reading->error;
        return refuse(reading, key, "%s", reason.text);
    }
    if (is_null(value)) /* all of its lines are comments */
        return 0;
    if (value->type == YAML_MAPPING_NODE)
        return take_mapping(reading, scalar(key), value, take_key);
    return refuse(reading, value, "the section '%.60s' needs lines of its own: key: value",
                  scalar(key));
}

static int take_document(const struct reading *reading)
{
    const yaml_node_t *top = yaml_document_get_root_node(reading->document);
    if (!top || is_null(top))
        return 0;
    if (top->type != YAML_MAPPING_NODE)
        return refuse(reading, top, "sections are wanted, such as 'server:'");
    return take_mapping(reading, NULL, top, take_section);
}

/* ---- The file ---- */

static int complain(const yaml_parser_t *parser, const char *path, struct error *error)
{
    return error_set(error, parser->error == YAML_MEMORY_ERROR ? -ENOMEM : -EINVAL,
                     "%.100s:%zu: this is not YAML: %.100s", path, parser->problem_mark.line + 1,
                     parser->problem ? parser->problem : "no memory");
}

static int parse(struct config *config, const char *path, const char *text, size_t size,
                 struct error *error)
{
    yaml_parser_t parser;
    yaml_document_t document;
    if (!yaml_parser_initialize(&parser))
        return error_set(error, -ENOMEM, "no memory for the settings");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
    int rc = yaml_parser_load(&parser, &document) ? 0 : complain(&parser, path, error);
    if (rc == 0) {
        const struct reading reading = {config, path, &document, error};
        rc = take_document(&reading);
        yaml_document_delete(&document);
    }
    if (rc == 0 && !yaml_parser_load(&parser, &document))
        rc = complain(&parser, path, error);
    else if (rc == 0) {
        if (yaml_document_get_root_node(&document))
            rc = error_set(error, -EINVAL, "%.100s: there is a second document: give one", path);
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return rc;
}

/* What is no regular file could keep who reads it waiting: a reload, and with it the daemon. */
static int open_regular(const char *path, struct error *error)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return error_set(error, -errno, "cannot read %.120s: %s", path, strerror(errno));
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
        return fd;
    close(fd);
    return error_set(error, -EINVAL, "cannot read %.120s: it is not a regular file", path);
}

/* Its size, or a negative errno. */
static ssize_t read_whole(int fd, char text[CONFIG_FILE_BYTES_MAX + 1])
{
    size_t size = 0;
    ssize_t more;
    while ((more = read(fd, text + size, CONFIG_FILE_BYTES_MAX + 1 - size)) > 0)
        size += (size_t)more;
    if (more < 0)
        return -errno;
    return size > CONFIG_FILE_BYTES_MAX ? -EFBIG : (ssize_t)size;
}

int config_read_file(struct config *config, const char *path, struct error *error)
{
    int fd = open_regular(path, error);
    if (fd < 0)
        return fd;
    char *text = malloc(CONFIG_FILE_BYTES_MAX + 1);
    ssize_t size = text ? read_whole(fd, text) : -ENOMEM;
    int rc = size < 0
                 ? error_set(error, (int)size, "cannot read %.120s: %s", path, strerror((int)-size))
                 : parse(config, path, text, (size_t)size, error);
    close(fd);
    free(text);
    return rc;
}
