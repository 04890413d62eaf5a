/* SPDX-License-Identifier: Apache-2.0 */
/* complaints.c: see complaints.h. Runs in the store. */
#include "daemon/store/complaints.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"

enum { COMPLAINTS_MAX = 256 }; /* remembered; what is beyond is logged each time */

static void clear(char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
}

void complaints_begin(struct complaints *complaints)
{
    clear(complaints->before, complaints->before_count);
    complaints->before = complaints->now;
    complaints->before_count = complaints->now_count;
    complaints->now = calloc(COMPLAINTS_MAX, sizeof *complaints->now);
    complaints->now_count = 0;
}

static bool is_known(const struct complaints *complaints, const char *line)
{
    for (size_t i = 0; i < complaints->before_count; i++)
        if (strcmp(complaints->before[i], line) == 0)
            return true;
    return false;
}

void complaints_add(struct complaints *complaints, const char *path, const char *reason)
{
    char quoted_path[300], quoted_reason[300];
    char *line = NULL;
    if (asprintf(&line, "%s\n%s", path, reason) < 0)
        line = NULL;
    if (!line || !is_known(complaints, line))
        log_event(LOG_WARNING, "file passed over", "path=%s reason=%s",
                  log_quote(path, quoted_path, sizeof quoted_path),
                  log_quote(reason, quoted_reason, sizeof quoted_reason));
    if (line && complaints->now && complaints->now_count < COMPLAINTS_MAX)
        complaints->now[complaints->now_count++] = line;
    else
        free(line);
}

void complaints_deinit(struct complaints *complaints)
{
    clear(complaints->now, complaints->now_count);
    clear(complaints->before, complaints->before_count);
    *complaints = (struct complaints){0};
}
