/* SPDX-License-Identifier: Apache-2.0 */
/* environment.c: settings in environment variables. */
#include <stdio.h>
#include <string.h>

#include "lib/config/config.h"

/* WORKERS__MAX → workers.max. False: it is not of this form. */
static bool name_of(const char *variable, size_t size, char name[SETTING_NAME_MAX])
{
    const char *gap = memmem(variable, size, "__", 2);
    size_t used = 0;
    if (!gap || gap == variable || size >= SETTING_NAME_MAX)
        return false;
    for (const char *at = variable; at < variable + size; at++) {
        bool letter = *at >= 'A' && *at <= 'Z';
        if (at == gap)
            name[used++] = '.';
        else if (at != gap + 1)
            name[used++] = (char)(letter ? *at - 'A' + 'a' : *at);
    }
    name[used] = '\0';
    return true;
}

static int read_variable(struct config *config, const char *variable, size_t size, size_t skipped,
                         struct error *error)
{
    char name[SETTING_NAME_MAX], origin[SETTING_NAME_MAX * 2];
    if (!name_of(variable + skipped, size - skipped, name))
        return 0;
    snprintf(origin, sizeof origin, "%.*s", (int)size, variable);
    const struct config_place place = {CONFIG_ENVIRONMENT, origin};
    int row = config_find(config->settings, name, error);
    if (row >= 0)
        return config_set_text(config, (size_t)row, variable + size + 1, &place, error);
    const struct error reason = *error;
    return error_set(error, row, "%.60s: %s", origin, reason.text);
}

int config_read_environment(struct config *config, const char *prefix, char *const *variables,
                            struct error *error)
{
    size_t skipped = strlen(prefix);
    int rc = 0;
    for (; *variables && rc == 0; variables++) {
        const char *equals = strchr(*variables, '=');
        if (equals && strncmp(*variables, prefix, skipped) == 0)
            rc = read_variable(config, *variables, (size_t)(equals - *variables), skipped, error);
    }
    return rc;
}
