/* SPDX-License-Identifier: Apache-2.0 */
/* compilation.c: one run of resynd-compiler, with its caps and its report looked at. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/compile/compile_report.h"
#include "lib/image/image.h"
#include "lib/ring/words.h"
#include "tests/fuzz/compiler/trial.h"

enum {
    CPU_US_MAX = (COMPILER_CPU_SECONDS + 1) * 1000000 + 200000, /* hard limit, and a clock tick */
    DEATH_MS_MAX = 5000,                                        /* from SIGKILL to the end */
    STATUS_UNLOCKED = 1, /* the compiler's: it found no lock */
    STATUS_SANITIZER = 86,
};

#define FINDING(error, ...) error_set(error, -EPROTO, __VA_ARGS__)

static unsigned long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long)now.tv_sec * 1000 + (unsigned long)now.tv_nsec / 1000000;
}

/* False: it lives on after its death. */
static bool wait_for_end(struct compilation *compilation)
{
    struct pollfd end = {.fd = compilation->process.pidfd, .events = POLLIN};
    if (poll(&end, 1, COMPILER_WALL_MS) > 0)
        return true;
    compilation->overtime = true;
    process_kill(&compilation->process);
    return poll(&end, 1, DEATH_MS_MAX) > 0;
}

static unsigned long most(unsigned long a, unsigned long b)
{
    return a > b ? a : b;
}

/* Looks at the dead process before compilation_finish reaps it. */
static int check_end(const struct compilation *compilation, struct tally *tally,
                     struct error *error)
{
    struct rusage usage = {0};
    siginfo_t info = {0};
    if (syscall(SYS_waitid, P_PIDFD, compilation->process.pidfd, &info, WEXITED | WNOWAIT, &usage) <
        0)
        return FINDING(error, "the compiler cannot be waited for: %s", strerror(errno));
    unsigned long cpu_us =
        (unsigned long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000ul +
        (unsigned long)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    tally->cpu_us = most(tally->cpu_us, cpu_us);
    tally->peak_kib = most(tally->peak_kib, (unsigned long)usage.ru_maxrss);
    if (cpu_us > CPU_US_MAX)
        return FINDING(error, "the compiler used %lu ms of CPU", cpu_us / 1000);
#ifndef SANITIZED
    if (usage.ru_maxrss > COMPILER_MEMORY_BYTES / 1024)
        return FINDING(error, "the compiler used %ld KiB of memory", usage.ru_maxrss);
#endif
    if (info.si_code == CLD_EXITED &&
        (info.si_status == STATUS_UNLOCKED || info.si_status == STATUS_SANITIZER))
        return FINDING(error, "the compiler ended with status %d", info.si_status);
    return 0;
}

static bool is_text(const char *text, size_t room)
{
    size_t size = strnlen(text, room);
    return size < room && words_printable(text, size);
}

/* Whoever is refused is told why. */
static int check_report(int fd, enum compile_end end, struct error *error)
{
    static struct compile_report report;
    bool told = end == COMPILE_DONE;
    compile_report_read(fd, end, &report);
    for (uint32_t i = 0; i < report.count; i++) {
        const struct diagnostic *row = &report.diagnostics[i];
        if (!is_text(row->message, sizeof row->message) ||
            !is_text(row->excerpt, sizeof row->excerpt) || !is_text(row->hint, sizeof row->hint))
            return FINDING(error, "diagnostic %u is not printable", i);
        if (row->severity == SEVERITY_ERROR && end == COMPILE_DONE)
            return FINDING(error, "an error, and an image: %.150s", row->message);
        told |= row->severity == SEVERITY_ERROR && *row->message;
    }
    return told ? 0 : FINDING(error, "there is no image, and nothing says why");
}

/* COMPILE_BAD_IMAGE and COMPILE_FAILED need a compiler that is taken over, or a broken machine. */
static int check_result(const struct compilation *compilation, enum compile_end end,
                        struct error *error)
{
    struct image_header header;
    struct error reason = {0};
    if (end == COMPILE_FAILED)
        return FINDING(error, "the compiler could not be started");
    if (end == COMPILE_BAD_IMAGE) {
        image_check(compilation->image, &header, &reason);
        return FINDING(error, "what it calls an image is none: %.150s", reason.text);
    }
    if (end == COMPILE_DONE && image_check(compilation->image, &header, &reason) < 0)
        return FINDING(error, "the image is none: %.150s", reason.text);
    if (end == COMPILE_DONE && pwrite(compilation->image, "", 1, 0) >= 0)
        return FINDING(error, "the image is not sealed");
    return check_report(compilation->report, end, error);
}

static int open_source(const char *source, size_t size)
{
    int fd = memfd_create("source", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < size;) {
        ssize_t wrote = write(fd, source + done, size - done);
        if (wrote <= 0) {
            close(fd);
            return -1;
        }
        done += (size_t)wrote;
    }
    return fd;
}

static int finish(struct compilation *compilation, enum compile_end *end, struct tally *tally,
                  struct error *error)
{
    unsigned long start = now_ms();
    if (!wait_for_end(compilation))
        return FINDING(error, "the compiler cannot be killed");
    tally->wall_ms = most(tally->wall_ms, now_ms() - start);
    int result = check_end(compilation, tally, error);
    *end = compilation_finish(compilation);
    tally->ends[*end]++;
    return result < 0 ? result : check_result(compilation, *end, error);
}

int trial_compile(const struct programs *programs, const char *source, size_t size,
                  struct compilation *compilation, enum compile_end *end, struct tally *tally,
                  struct error *error)
{
    struct error reason = {0};
    int fd = open_source(source, size);
    *compilation = COMPILATION_INIT;
    if (fd < 0)
        return FINDING(error, "no memory for a source: %s", strerror(errno));
    int result = compilation_start(compilation, programs, fd, &reason);
    close(fd);
    if (result < 0)
        return FINDING(error, "%s", reason.text);
    return finish(compilation, end, tally, error);
}
