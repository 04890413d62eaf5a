/* SPDX-License-Identifier: Apache-2.0 */
/* landlock_rule.c: see landlock.h. Apart from the rest, so that a role which allows itself nothing
 * does not link what opens files. */
#include "lib/sandbox/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { RULE_PATH_BENEATH = 1 };

/* What a rule for a file that is no folder may name: execute, write, read, truncate, ioctl. */
static const uint64_t file_rights = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15;

struct path_attributes {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

int landlock_allow_fd(const struct landlock *landlock, int fd, uint64_t rights, struct error *error)
{
    struct stat info;
    if (fstat(fd, &info) < 0)
        return error_set(error, -errno, "cannot look at a path of Landlock's: %s", strerror(errno));
    if (!S_ISDIR(info.st_mode))
        rights &= file_rights;
    struct path_attributes attributes = {.allowed = rights & landlock->handled, .parent = fd};
    if (syscall(SYS_landlock_add_rule, landlock->ruleset, RULE_PATH_BENEATH, &attributes, 0) < 0)
        return error_set(error, -errno, "cannot add a Landlock rule: %s", strerror(errno));
    return 0;
}

int landlock_allow(const struct landlock *landlock, const char *path, uint64_t rights,
                   struct error *error)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return error_set(error, -errno, "cannot open %.120s: %s", path, strerror(errno));
    int rc = landlock_allow_fd(landlock, fd, rights, error);
    close(fd);
    return rc;
}
