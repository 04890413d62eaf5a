/* SPDX-License-Identifier: Apache-2.0 */
/* compilation.c: one run of resynd-compiler, from its start to a sealed image or the reason why
 * there is none. Runs in the supervisor, resynctl and tests. The compiler counts as hostile from
 * its first byte of source on: it is believed only where the kernel or image_check agrees. */
#include "lib/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/channel/channel.h"
#include "lib/image/image.h"
#include "proto/diagnostic.h"

#ifdef SANITIZED
#define QUIET false /* what a sanitizer says must be seen */
#else
#define QUIET true
#endif

static void close_one(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Sparse and zeroed. Its size cannot change, so that no reader of it meets a SIGBUS. */
static int open_memory(const char *name, off_t bytes)
{
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    if (ftruncate(fd, bytes) < 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) < 0) {
        int code = errno;
        close(fd);
        errno = code;
        return -1;
    }
    return fd;
}

static int open_memories(struct compilation *compilation)
{
    compilation->image = open_memory("resynd-image", IMAGE_BYTES_MAX);
    if (compilation->image >= 0)
        compilation->report = open_memory("resynd-report", COMPILE_REPORT_BYTES);
    return compilation->report < 0 ? -errno : 0;
}

/* `orders` is its end of the channel. */
static int begin(struct compilation *compilation, const struct programs *programs, int orders,
                 struct error *error)
{
    char name[] = "resynd-compiler";
    char *const arguments[] = {name, NULL};
    int descriptors[] = {
        [COMPILER_ORDERS - COMPILER_ORDERS] = orders,
        [COMPILER_IMAGE - COMPILER_ORDERS] = compilation->image,
        [COMPILER_REPORT - COMPILER_ORDERS] = compilation->report,
    };
    const struct start start = {.executable = programs->compiler,
                                .arguments = arguments,
                                .descriptors = descriptors,
                                .count = sizeof descriptors / sizeof *descriptors,
                                .quiet = QUIET,
                                .group = programs->group};
    return process_start(&compilation->process, &start, error);
}

int compilation_prepare(struct compilation *compilation, const struct programs *programs,
                        struct error *error)
{
    int ends[2];
    *compilation = COMPILATION_INIT;
    int result = open_memories(compilation);
    if (result == 0)
        result = channel_pair(ends);
    if (result < 0) {
        error_set(error, result, "cannot make a compiler's memory: %s", strerror(-result));
    } else {
        compilation->orders = ends[0];
        result = begin(compilation, programs, ends[1], error);
        close(ends[1]);
    }
    if (result < 0)
        compilation_close(compilation);
    return result;
}

int compilation_run(struct compilation *compilation, int source, struct error *error)
{
    static const struct message message = {.kind = MESSAGE_COMPILE};
    int result = channel_send(compilation->orders, &message, &source, 1);
    close_one(&compilation->orders);
    return result < 0 ? error_set(error, result, "cannot tell the compiler what to compile: %s",
                                  strerror(-result))
                      : 0;
}

int compilation_start(struct compilation *compilation, const struct programs *programs, int source,
                      struct error *error)
{
    int result = compilation_prepare(compilation, programs, error);
    if (result < 0)
        return result;
    result = compilation_run(compilation, source, error);
    if (result < 0)
        compilation_close(compilation);
    return result;
}

/* The limit of CPU time ends a process with SIGXCPU or, at the hard limit, SIGKILL; a SIGKILL
 * before that time was used is the kernel's, short of memory. */
static enum compile_end signalled(const struct process_end *end)
{
    const unsigned long budget_us = COMPILER_CPU_SECONDS * 1000000ul;
    if (end->signal == SIGXCPU)
        return COMPILE_TIME;
    if (end->signal == SIGKILL)
        return end->cpu_us >= budget_us * 9 / 10 ? COMPILE_TIME : COMPILE_MEMORY;
    return COMPILE_CRASHED;
}

static enum compile_end check_image(int image)
{
    struct image_header header;
    if (image_seal(image, NULL) < 0 || image_check(image, &header, NULL) < 0)
        return COMPILE_BAD_IMAGE;
    return COMPILE_DONE;
}

enum compile_end compilation_finish(struct compilation *compilation)
{
    struct process_end end;
    uint32_t finished = 0;
    process_reap(&compilation->process, true, &end);
    if (compilation->overtime)
        return COMPILE_TIME;
    if (end.signal)
        return signalled(&end);
    size_t at = offsetof(struct compile_report, finished);
    if (pread(compilation->report, &finished, sizeof finished, (off_t)at) != sizeof finished)
        return COMPILE_FAILED;
    if (finished == 2)
        return COMPILE_REFUSED;
    if (finished == 1 && end.status == 0)
        return check_image(compilation->image);
    return COMPILE_CRASHED;
}

void compilation_close(struct compilation *compilation)
{
    struct process_end end;
    process_kill(&compilation->process);
    process_reap(&compilation->process, true, &end);
    close_one(&compilation->image);
    close_one(&compilation->report);
    close_one(&compilation->orders);
}
