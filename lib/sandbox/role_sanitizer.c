/* SPDX-License-Identifier: Apache-2.0 */
/* role_sanitizer.c: the system calls of a sanitizer's report, which any process of such a build may
 * have to write: standard error, memory, its own signals. The files that it would like to read, and
 * the program that it would start to name its functions, are answered with an error instead of a
 * death. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <unistd.h>

#ifdef SANITIZED

static const struct filter_row rows[] = {
    ALLOW_IF(write, "the report", IS(0, STDERR_FILENO)),
    ALLOW(mmap, "memory"),
    ALLOW(munmap, "memory"),
    ALLOW(mremap, "memory"),
    ALLOW(mprotect, "memory"),
    ALLOW(madvise, "memory"),
    ALLOW(futex, "its locks"),
    ALLOW(rt_sigaction, "its handlers"),
    ALLOW(rt_sigprocmask, "its handlers"),
    ALLOW(sigaltstack, "its handlers"),
    ALLOW(gettid, "who reports"),
    ALLOW(getpid, "who reports"),
    ALLOW(sched_yield, "its locks"),
    ALLOW(getrlimit, "the stack's size"),
    ALLOW(prlimit64, "the stack's size"),
    REFUSE(open, EACCES, "names of functions"),
    REFUSE(openat, EACCES, "names of functions"),
    REFUSE(readlink, EACCES, "names of functions"),
    REFUSE(newfstatat, EACCES, "names of functions"),
    REFUSE(stat, EACCES, "names of functions"),
    REFUSE(fstat, EACCES, "names of functions"),
    REFUSE(ioctl, EACCES, "colours"),
    REFUSE(pipe, EACCES, "the program that names functions"),
    REFUSE(pipe2, EACCES, "the program that names functions"),
    REFUSE(fork, EACCES, "the program that names functions"),
    REFUSE(clone, EACCES, "the program that names functions"),
};
const struct filter filter_sanitizer = {.rows = rows, .count = sizeof rows / sizeof *rows};

#else

const struct filter filter_sanitizer = {0};

#endif
