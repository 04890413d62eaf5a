/* SPDX-License-Identifier: Apache-2.0 */
/* programs.c: finds resynd's own executables beside the running one, once. Runs wherever processes
 * are started; owns the descriptors of struct programs. */
#include "lib/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int own_directory(char directory[PATH_MAX], struct error *error)
{
    ssize_t size = readlink("/proc/self/exe", directory, PATH_MAX - 1);
    if (size < 0)
        return error_set(error, -errno,
                         "cannot read /proc/self/exe to find the other executables: %s",
                         strerror(errno));
    directory[size] = '\0';
    char *slash = strrchr(directory, '/');
    if (slash)
        *slash = '\0';
    return 0;
}

/* The build directory that `directory` lies in: what comes before its last folder named daemon or
 * tests. Empty where there is none, so that an installed executable never looks upwards. */
static void build_root(const char *directory, char root[PATH_MAX])
{
    static const char *const folders[] = {"/daemon/", "/tests/"};
    size_t length = strlen(directory), best = 0;
    for (size_t f = 0; f < sizeof folders / sizeof *folders; f++) {
        size_t size = strlen(folders[f]);
        for (size_t at = 0; at + size <= length; at++)
            if (strncmp(directory + at, folders[f], size) == 0 && at > best)
                best = at;
    }
    memcpy(root, directory, best);
    root[best] = '\0';
}

__attribute__((format(printf, 1, 2))) static int open_program(const char *format, ...)
{
    char path[PATH_MAX];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= sizeof path || access(path, X_OK) < 0)
        return -1;
    return open(path, O_PATH | O_CLOEXEC);
}

/* `name`: of the executable, which is the role's but where a role has several. */
static int find(const char *directory, const char *root, const char *role, const char *name)
{
    int fd = open_program("%s/resynd-%s", directory, name);
    if (fd < 0)
        fd = open_program("%s/../libexec/resynd/resynd-%s", directory, name);
    if (fd < 0 && *root)
        fd = open_program("%s/daemon/%s/resynd-%s", root, role, name);
    return fd;
}

int programs_open(struct programs *programs, struct error *error)
{
    char directory[PATH_MAX], root[PATH_MAX];
    *programs = PROGRAMS_INIT;
    int result = own_directory(directory, error);
    if (result < 0)
        return result;
    build_root(directory, root);
    programs->compiler = find(directory, root, "compiler", "compiler");
    programs->worker = find(directory, root, "worker", "worker");
    programs->front = find(directory, root, "front", "front");
    programs->store = find(directory, root, "store", "store");
    programs->store_postgres = find(directory, root, "store", "store-postgres");
    if (programs->compiler < 0 && programs->worker < 0 && programs->front < 0 &&
        programs->store < 0)
        return error_set(error, -ENOENT,
                         "none of resynd's other executables is in %.60s, in ../libexec/resynd, or "
                         "in this build directory: install or build all of them",
                         directory);
    return 0;
}

int programs_open_auditor(struct programs *programs, struct error *error)
{
    char directory[PATH_MAX], root[PATH_MAX];
    int result = own_directory(directory, error);
    if (result < 0)
        return result;
    build_root(directory, root);
    programs->auditor = find(directory, root, "auditor", "auditor");
    programs->judge = find(directory, root, "auditor", "judge");
    if (programs->auditor >= 0 && programs->judge >= 0)
        return 0;
    return error_set(error, -ENOENT,
                     "resynd-auditor and resynd-judge are not installed beside this one");
}

static void close_program(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void programs_close(struct programs *programs)
{
    close_program(&programs->compiler);
    close_program(&programs->worker);
    close_program(&programs->front);
    close_program(&programs->store);
    close_program(&programs->store_postgres);
    close_program(&programs->auditor);
    close_program(&programs->judge);
}

static int hash_program(int program, uint8_t hash[HASH_BYTES])
{
    char path[64];
    struct stat info;
    snprintf(path, sizeof path, "/proc/self/fd/%d", program);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    if (fstat(fd, &info) < 0)
        info.st_size = 0; /* what cannot be mapped */
    void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    int code = bytes == MAP_FAILED ? -errno : 0;
    close(fd);
    if (code < 0)
        return code;
    hash_bytes(bytes, (size_t)info.st_size, hash);
    munmap(bytes, (size_t)info.st_size);
    return 0;
}

int programs_engine(const struct programs *programs, uint8_t engine[HASH_BYTES],
                    struct error *error)
{
    uint8_t hashes[3][HASH_BYTES];
    int result = hash_program(programs->compiler, hashes[0]);
    if (result == 0)
        result = hash_program(programs->worker, hashes[1]);
    if (result == 0)
        result = hash_program(programs->front, hashes[2]);
    if (result < 0)
        return error_set(error, result,
                         "cannot read the executables of compiler, worker and front: %s",
                         strerror(-result));
    hash_bytes(hashes, sizeof hashes, engine);
    return 0;
}
