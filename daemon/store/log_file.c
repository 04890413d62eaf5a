/* SPDX-License-Identifier: Apache-2.0 */
/* log_file.c: see log_file.h. Runs in the store, which may wait for a disk: scoring does not. */
#include "daemon/store/log_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "proto/front_start.h"

#define PREFIX "verdicts-"
#define SUFFIX ".jsonl"
enum { STAMP_SIZE = 15 /* 20260102T030405 */, NUMBER_SIZE = 6 };

static bool is_ours(const char *name)
{
    size_t size = strlen(name);
    return size == sizeof PREFIX - 1 + STAMP_SIZE + 1 + NUMBER_SIZE + sizeof SUFFIX - 1 &&
           strncmp(name, PREFIX, sizeof PREFIX - 1) == 0 &&
           strcmp(name + size - (sizeof SUFFIX - 1), SUFFIX) == 0;
}

/* How many there are, and the name of the oldest. −1: the folder cannot be read. */
static int look(const char *folder, char oldest[NAME_MAX + 1])
{
    DIR *listing = opendir(folder);
    int count = 0;
    if (!listing)
        return -1;
    for (const struct dirent *entry; (entry = readdir(listing));) {
        if (!is_ours(entry->d_name))
            continue;
        if (!count++ || strcmp(entry->d_name, oldest) < 0)
            snprintf(oldest, NAME_MAX + 1, "%s", entry->d_name);
    }
    closedir(listing);
    return count;
}

static bool make_room(const char *folder)
{
    char oldest[NAME_MAX + 1], path[PATH_MAX];
    int count;
    while ((count = look(folder, oldest)) >= VERDICT_LOG_FILES) {
        int size = snprintf(path, sizeof path, "%s/%s", folder, oldest);
        if (size < 0 || (size_t)size >= sizeof path || unlink(path) < 0)
            return false;
    }
    return count >= 0;
}

static int make(const char *folder)
{
    static unsigned number; /* within one second */
    char path[PATH_MAX], stamp[STAMP_SIZE + 1];
    time_t now = time(NULL);
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%S", &parts);
    int size = snprintf(path, sizeof path, "%s/" PREFIX "%s-%06u" SUFFIX, folder, stamp,
                        number++ % 1000000);
    if (size < 0 || (size_t)size >= sizeof path)
        return -1;
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

int log_file_open(const char *folder)
{
    static int said; /* asked again soon: one reason is one line */
    int file = make_room(folder) ? make(folder) : -1, why = file < 0 ? errno : 0;
    char quoted[400];
    if (why && why != said)
        log_event(LOG_WARNING, "no file for the verdict log", "folder=%s reason=\"%s\"",
                  log_quote(folder, quoted, sizeof quoted), strerror(why));
    said = why;
    return file;
}
