/* SPDX-License-Identifier: Apache-2.0 */
/* describe.h: a table of settings for people and programs to read. */
#ifndef CONFIG_DESCRIBE_H
#define CONFIG_DESCRIBE_H

#include "lib/base/buffer.h"
#include "lib/config/setting.h"

/* For --help: one entry for each setting, wrapped to 80 columns. */
void describe_help(const struct settings *settings, struct buffer *out);
/* Tables in Markdown, a section each. `prefix`: of environment variables. */
void describe_markdown(const struct settings *settings, const char *prefix, struct buffer *out);
/* A JSON schema of the YAML file. */
void describe_schema(const struct settings *settings, struct buffer *out);

#endif
