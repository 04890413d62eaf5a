/* SPDX-License-Identifier: Apache-2.0 */
/* config.h: the values of a table of settings, from where they were given: the default, a YAML
 * file, the environment, the command line; what comes later in this order wins, a list as a whole.
 * Each value is checked when it is set, and knows where it came from. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "lib/base/buffer.h"
#include "lib/config/setting.h"

/* In the order of precedence. */
enum config_source { CONFIG_DEFAULT, CONFIG_FILE, CONFIG_ENVIRONMENT, CONFIG_COMMAND_LINE };

struct config_value {
    char *items[SETTING_ITEMS_MAX]; /* owned; one, but for a LIST; as they were given */
    unsigned count;                 /* 0: no value at all */
    enum config_source source;
    char *origin; /* owned: "/etc/resynd/resynd.yaml:7", "RESYND_LOG__LEVEL", "--log-level" */
    char *here; /* owned: what the value comes to on this machine, where it does not say; or NULL */
};

struct config {
    const struct settings *settings;
    struct config_value *values; /* owned; one for each row */
};

/* Where a value comes from: `origin` (borrowed) is what errors begin with. */
struct config_place {
    enum config_source source;
    const char *origin;
};

/* All return 0 or negative errno, with a sentence in `error` that begins with the origin. */

/* Holds the defaults. `settings` is borrowed, for the life of `config`. */
int config_init(struct config *config, const struct settings *settings, struct error *error);
void config_deinit(struct config *config);
/* Of a list, one more item where it has some from the same source already; else instead. */
int config_set(struct config *config, size_t row, const char *text,
               const struct config_place *place, struct error *error);
/* The same of a list's items in one text, separated by commas; of others, as it is. */
int config_set_text(struct config *config, size_t row, const char *text,
                    const struct config_place *place, struct error *error);
/* "section.key=value", as --set takes it. */
int config_assign(struct config *config, const char *assignment, struct error *error);
/* PREFIX_SECTION__KEY=value for each setting; a variable of that form that names none is an error,
 * others are left alone. `variables` is an environ. */
int config_read_environment(struct config *config, const char *prefix, char *const *variables,
                            struct error *error);
/* A regular file of YAML sections, at most CONFIG_FILE_BYTES_MAX. −ENOENT and the like: it cannot
 * be read.
 */
enum { CONFIG_FILE_BYTES_MAX = 1 << 20 };
int config_read_file(struct config *config, const char *path, struct error *error);

/* The row of a setting, or −EINVAL with the nearest name. `name`: "section.key". */
int config_find(const struct settings *settings, const char *name, struct error *error);
/* 0 where there is such a section. */
int config_find_section(const struct settings *settings, const char *name, struct error *error);
/* Says what the value of `row` comes to here. Negative errno: no memory. */
int config_note(struct config *config, size_t row, const char *here);
/* Fills the members of `target` that the rows name. */
void config_store(const struct config *config, void *target);
/* Takes the value of `row` from `other`, which gets the one that was here. */
void config_swap(struct config *config, struct config *other, size_t row);
/* Fills the member of `target` that `row` names: with nothing, where there is no value. */
void config_store_row(const struct config *config, size_t row, void *target);
bool config_same(const struct config *a, const struct config *b, size_t row);
/* As a YAML file that says the same, each value with its origin in a comment. */
void config_print(const struct config *config, struct buffer *out);

#endif
