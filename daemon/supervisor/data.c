/* SPDX-License-Identifier: Apache-2.0 */
/* data.c: see data.h. Runs in the supervisor; owns the lock. */
#include "daemon/supervisor/data.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int make_directories(const char *path)
{
    char part[PATH_MAX];
    size_t size = strlen(path);
    if (size >= sizeof part)
        return -ENAMETOOLONG;
    memcpy(part, path, size + 1);
    for (char *slash = part + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        if (mkdir(part, 0755) < 0 && errno != EEXIST)
            return -errno;
    }
    return mkdir(part, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

/* Who holds the lock, as it wrote of itself; 0 where that cannot be read. */
static long holder(int lock)
{
    char text[32] = "";
    ssize_t size = pread(lock, text, sizeof text - 1, 0);
    return size > 0 ? strtol(text, NULL, 10) : 0;
}

static int take_lock(struct data *data, const char *path, struct error *error)
{
    data->lock = openat(data->directory, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (data->lock < 0)
        return error_set(error, -errno, "cannot open %.100s/lock: %s", path, strerror(errno));
    if (flock(data->lock, LOCK_EX | LOCK_NB) < 0) {
        if (errno != EWOULDBLOCK)
            return error_set(error, -errno, "cannot lock %.100s/lock: %s", path, strerror(errno));
        return error_set(error, -EWOULDBLOCK,
                         "another resynd (process %ld) uses %.90s: stop that one, or give this one "
                         "a directory of its own with --data DIR",
                         holder(data->lock), path);
    }
    if (ftruncate(data->lock, 0) < 0 || dprintf(data->lock, "%ld\n", (long)getpid()) < 0)
        return error_set(error, -errno, "cannot write %.100s/lock: %s", path, strerror(errno));
    return 0;
}

long data_holder(const char *path)
{
    char name[PATH_MAX + 8];
    snprintf(name, sizeof name, "%s/lock", path);
    int lock = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool held = lock >= 0 && flock(lock, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
    long process = held ? holder(lock) : 0;
    if (lock >= 0)
        close(lock);
    return held && process <= 0 ? -1 : process;
}

/* The store's own: what it may write lies nowhere else. */
static int make_store_folder(struct data *data, const char *path, struct error *error)
{
    char *whole = realpath(path, NULL);
    int size = snprintf(data->store, sizeof data->store, "%s/store", whole ? whole : path);
    free(whole);
    if (size < 0 || (size_t)size >= sizeof data->store)
        return error_set(error, -ENAMETOOLONG, "the path of the data directory is too long");
    if (mkdirat(data->directory, "store", 0700) < 0 && errno != EEXIST)
        return error_set(error, -errno, "cannot make %.100s/store: %s", path, strerror(errno));
    return 0;
}

int data_make(const char *option, const char *path, struct error *error)
{
    int result = make_directories(path);
    return result < 0 ? error_set(error, result,
                                  "cannot make the directory %.100s: %s: give another with %s DIR",
                                  path, strerror(-result), option)
                      : 0;
}

int data_open(struct data *data, const char *path, struct error *error)
{
    *data = DATA_INIT;
    int result = data_make("--data", path, error);
    if (result < 0)
        return result;
    data->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (data->directory < 0)
        return error_set(error, -errno,
                         "cannot use the data directory %.100s: %s: give another with --data DIR",
                         path, strerror(errno));
    result = take_lock(data, path, error);
    if (result == 0)
        result = make_store_folder(data, path, error);
    if (result < 0) {
        if (data->lock >= 0)
            close(data->lock);
        close(data->directory);
        *data = DATA_INIT;
        return result;
    }
    unlinkat(data->directory, "listening", 0); /* of one that was killed */
    return 0;
}

int data_write_listening(struct data *data, const struct listeners *listeners, struct error *error)
{
    char text[ADDRESS_TEXT_MAX];
    int fd = openat(data->directory, "listening.new",
                    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    bool fine = fd >= 0;
    for (unsigned i = 0; fine && i < listeners->count; i++) {
        address_text(&listeners->all[i].address, text);
        fine = dprintf(fd, "%s\n", text) > 0;
    }
    if (fine)
        fine = renameat(data->directory, "listening.new", data->directory, "listening") == 0;
    int code = errno;
    if (fd >= 0)
        close(fd);
    return fine ? 0
                : error_set(error, -code,
                            "cannot write the file listening in the data directory: %s",
                            strerror(code));
}

void data_close(struct data *data)
{
    if (data->directory < 0)
        return;
    unlinkat(data->directory, "listening", 0);
    close(data->lock);
    close(data->directory);
    *data = DATA_INIT;
}
