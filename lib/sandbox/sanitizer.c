/* SPDX-License-Identifier: Apache-2.0 */
/* sanitizer.c: the sanitizers' defaults for every resynd executable, and their hole in the filters.
 */
#include "lib/sandbox/sanitizer.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

void sanitizer_linked(void)
{
}

#ifndef SANITIZED

int sanitizer_permit(scmp_filter_ctx filter)
{
    return 0;
}

#else

#include <sanitizer/common_interface_defs.h>

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

/* Signals stay ours: an environment that reads a null pointer is a crash, not a finding. Leaks are
 * looked for by ptrace, which no locked process may do; those end with _exit. */
const char *__asan_default_options(void)
{
    return "exitcode=86:abort_on_error=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:"
           "handle_sigill=0:handle_abort=0:use_sigaltstack=0:detect_stack_use_after_return=0:"
           "allow_user_segv_handler=1:allocator_may_return_null=1";
}

const char *__ubsan_default_options(void)
{
    return "halt_on_error=1:exitcode=86:abort_on_error=0:print_stacktrace=1";
}

/* The files that the report would like to read, and the program that it would start to name its
 * functions, are answered with an error instead of a death. */
static int permit_report(scmp_filter_ctx filter)
{
    static const int allowed[] = {
        SCMP_SYS(mmap),         SCMP_SYS(munmap),         SCMP_SYS(mremap),
        SCMP_SYS(mprotect),     SCMP_SYS(madvise),        SCMP_SYS(futex),
        SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
        SCMP_SYS(gettid),       SCMP_SYS(getpid),         SCMP_SYS(sched_yield),
        SCMP_SYS(getrlimit),    SCMP_SYS(prlimit64),
    };
    static const int refused[] = {SCMP_SYS(open),       SCMP_SYS(openat), SCMP_SYS(readlink),
                                  SCMP_SYS(newfstatat), SCMP_SYS(stat),   SCMP_SYS(fstat),
                                  SCMP_SYS(ioctl),      SCMP_SYS(pipe),   SCMP_SYS(pipe2),
                                  SCMP_SYS(fork),       SCMP_SYS(clone)};
    int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                              SCMP_A0_64(SCMP_CMP_EQ, STDERR_FILENO));
    for (size_t i = 0; rc == 0 && i < sizeof allowed / sizeof *allowed; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    for (size_t i = 0; rc == 0 && i < sizeof refused / sizeof *refused; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
    return rc;
}

int sanitizer_permit(scmp_filter_ctx filter)
{
    /* Reads the memory map now, because it cannot later. */
    __sanitizer_sandbox_arguments arguments = {0};
    __sanitizer_sandbox_on_notify(&arguments);
    return permit_report(filter);
}

#endif
