/* SPDX-License-Identifier: Apache-2.0 */
/* journal.c: see journal.h. systemd.exec(5): JOURNAL_STREAM names the device and the inode of what
 * standard error was when the service began; it may have been sent elsewhere since. */
#include "daemon/supervisor/journal.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool listens(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    char ours[64];
    struct stat info;
    if (!stream || fstat(STDERR_FILENO, &info) < 0)
        return false;
    snprintf(ours, sizeof ours, "%ju:%ju", (uintmax_t)info.st_dev, (uintmax_t)info.st_ino);
    return strcmp(stream, ours) == 0;
}

enum log_style journal_style(enum log_style style)
{
    if (!listens())
        return style;
    return style == LOG_JSON ? LOG_JSON_PRIORITY : LOG_LOGFMT_PRIORITY;
}
