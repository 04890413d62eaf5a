/* SPDX-License-Identifier: Apache-2.0 */
/* source.c: see source.h. Runs in the store. The bytes of a source are hashed and passed on, never
 * looked at. */
#include "daemon/store/source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/base/sealed.h"
#include "proto/limits.h"

/* The kernel follows links and holds them below `directory`, so that no check can be outrun. */
static int open_below(int directory, const char *path)
{
    /* O_NONBLOCK: a FIFO of that name must not hold us up. */
    struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    long fd = syscall(SYS_openat2, directory, path, &how, sizeof how);
    return fd < 0 ? -errno : (int)fd;
}

/* Up to `room` bytes; negative errno. */
static ssize_t read_all(int fd, char *bytes, size_t room)
{
    size_t size = 0;
    while (size < room) {
        ssize_t got = read(fd, bytes + size, room - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            break;
        size += (size_t)got;
    }
    return (ssize_t)size;
}

static bool same(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* An empty file is one that an editor has opened and not written yet. */
static int judge(const struct stat *before, const struct stat *after, ssize_t size,
                 struct error *error)
{
    if (size < 0)
        return error_set(error, (int)size, "cannot be read: %s", strerror((int)-size));
    if (!same(before, after) || size != after->st_size)
        return error_set(error, -EAGAIN, "is being written");
    if (size == 0)
        return error_set(error, -ENODATA, "is empty");
    return 0;
}

static int read_open(struct source *source, int fd, struct error *error)
{
    static char bytes[SOURCE_MAX + 1];
    struct stat before, after;
    if (fstat(fd, &before) < 0 || !S_ISREG(before.st_mode))
        return error_set(error, -EINVAL, "is not a file");
    if (before.st_size > SOURCE_MAX)
        return error_set(error, -EFBIG, "is larger than %d bytes, the most for a source",
                         SOURCE_MAX);
    ssize_t size = read_all(fd, bytes, sizeof bytes);
    if (fstat(fd, &after) < 0)
        return error_set(error, -errno, "cannot be read: %s", strerror(errno));
    int result = judge(&before, &after, size, error);
    if (result < 0)
        return result;
    hash_bytes(bytes, (size_t)size, source->version);
    source->fd = sealed_file("resynd-source", bytes, (size_t)size);
    return source->fd < 0
               ? error_set(error, source->fd, "cannot be kept: %s", strerror(-source->fd))
               : 0;
}

int source_read(struct source *source, int directory, const char *path, struct error *error)
{
    source->fd = -1;
    int fd = open_below(directory, path);
    if (fd == -EXDEV)
        return error_set(error, fd, "is a link that leads out of the directory");
    if (fd < 0)
        return error_set(error, fd, "cannot be opened: %s", strerror(-fd));
    int result = read_open(source, fd, error);
    close(fd);
    return result;
}
