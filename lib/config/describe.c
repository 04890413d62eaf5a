/* SPDX-License-Identifier: Apache-2.0 */
/* describe.c: see describe.h: the help and the reference page. */
#include "lib/config/describe.h"

#include <stdio.h>
#include <string.h>

enum { HELP_INDENT = 24, HELP_WIDTH = 98 };

static const char *type_name(const struct setting *setting)
{
    static const char *const names[] = {[SETTING_NUMBER] = "number",
                                        [SETTING_FLAG] = "flag",
                                        [SETTING_CHOICE] = "word",
                                        [SETTING_TEXT] = "text",
                                        [SETTING_LIST] = "list"};
    return names[setting->type];
}

/* ---- The help ---- */

/* Words of `text` from column `at` on, in lines that begin at `indent`; returns the column. */
static size_t wrap(struct buffer *out, const char *text, size_t at, size_t indent)
{
    while (*text) {
        size_t size = strcspn(text, " ");
        if (at + size + 1 > HELP_WIDTH) {
            buffer_print(out, "\n%*s", (int)indent, "");
            at = indent;
        }
        if (at > indent) {
            buffer_append_text(out, " ");
            at++;
        }
        buffer_append(out, text, size);
        at += size;
        text += size;
        text += strspn(text, " ");
    }
    return at;
}

/* "[workers.max; 1 to 4096, or auto; default auto]"; how long a text may be is of no interest. */
static void help_tail(const struct setting *setting, char *tail, size_t size)
{
    char range[SETTING_NAME_MAX * 2] = "";
    if (setting->type != SETTING_TEXT)
        setting_range(setting, range, sizeof range);
    snprintf(tail, size, "[%s.%s%s%s%s%s]", setting->section, setting->key, *range ? "; " : "",
             range, *setting->standard ? "; default " : "", setting->standard);
}

static void help_entry(const struct setting *setting, struct buffer *out)
{
    char head[SETTING_NAME_MAX * 2], tail[SETTING_NAME_MAX * 4];
    if (setting->option)
        snprintf(head, sizeof head, "  --%s %s", setting->option, setting->argument);
    else
        snprintf(head, sizeof head, "  --set %s.%s=%s", setting->section, setting->key,
                 setting->argument);
    size_t width = strlen(head);
    buffer_append_text(out, head);
    if (width + 2 > HELP_INDENT)
        buffer_print(out, "\n%*s", HELP_INDENT, "");
    else
        buffer_print(out, "%*s", (int)(HELP_INDENT - width), "");
    help_tail(setting, tail, sizeof tail);
    wrap(out, tail, wrap(out, setting->sentence, HELP_INDENT, HELP_INDENT), HELP_INDENT);
    buffer_append_text(out, "\n");
}

void describe_help(const struct settings *settings, struct buffer *out)
{
    for (size_t row = 0; row < settings->count; row++)
        help_entry(&settings->rows[row], out);
}

/* ---- The page ---- */

static void put_variable(const struct setting *setting, const char *prefix, struct buffer *out)
{
    char name[SETTING_NAME_MAX * 2];
    snprintf(name, sizeof name, "%s__%s", setting->section, setting->key);
    for (char *at = name; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    buffer_print(out, "`%s%s`", prefix, name);
}

static void page_row(const struct setting *setting, const char *prefix, struct buffer *out)
{
    char range[SETTING_NAME_MAX * 2];
    setting_range(setting, range, sizeof range);
    buffer_print(out, "### %s.%s\n\n%s.\n\n", setting->section, setting->key, setting->sentence);
    buffer_print(out, "- %s: %s\n", type_name(setting), range);
    if (*setting->standard)
        buffer_print(out, "- default: `%s`\n", setting->standard);
    buffer_append_text(out, "- also ");
    if (setting->option)
        buffer_print(out, "`--%s %s`, ", setting->option, setting->argument);
    buffer_print(out, "`--set %s.%s=%s`, ", setting->section, setting->key, setting->argument);
    put_variable(setting, prefix, out);
    buffer_print(out, "\n- %s\n\n",
                 setting->change == SETTING_LIVE ? "changed by a reload (SIGHUP)"
                                                 : "a change needs a restart");
}

void describe_markdown(const struct settings *settings, const char *prefix, struct buffer *out)
{
    const char *section = "";
    for (size_t row = 0; row < settings->count; row++) {
        const struct setting *setting = &settings->rows[row];
        if (strcmp(section, setting->section) != 0)
            buffer_print(out, "## %s\n\n", setting->section);
        section = setting->section;
        page_row(setting, prefix, out);
    }
    if (out->size > 0)
        out->size--; /* the last line is not an empty one */
}
