/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h: the table of resynd's settings, and their numbers. */
#ifndef SUPERVISOR_SETTINGS_H
#define SUPERVISOR_SETTINGS_H

#include "lib/base/buffer.h"
#include "lib/config/setting.h"

#define SETTINGS_PREFIX "RESYND_" /* of environment variables */

enum setting_row {
#define SETTING(section, key, ...) ROW_##section##_##key,
#include "daemon/supervisor/settings.def"
#undef SETTING
    ROWS
};

extern const struct settings settings;

/* deploy/configuration.md. */
void describe_page(struct buffer *out);

#endif
