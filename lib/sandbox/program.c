/* SPDX-License-Identifier: Apache-2.0 */
/* program.c: see program.h. Runs in every role, once, before its first byte from outside. */
#include "lib/sandbox/program.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/sandbox/sanitizer.h"

int program_enter(const struct program *program, struct error *error)
{
    /* The kernel reads it only. */
    struct sock_filter *instructions = (struct sock_filter *)(uintptr_t)program->instructions;
    const struct sock_fprog loaded = {program->count, instructions};
    sanitizer_prepare();
    /* Without it, only root could enter a filter. */
    long rc = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    /* Every thread gets the filter, or none does: then the answer is a thread that cannot. */
    if (rc == 0)
        rc = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &loaded);
    if (rc == 0)
        return 0;
    int code = rc > 0 ? EBUSY : errno;
    return error_set(error, -code, "cannot install the seccomp filter of the %s: %s", program->role,
                     strerror(code));
}
