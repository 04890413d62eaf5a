/* SPDX-License-Identifier: Apache-2.0 */
/* filter.c: the system calls that are left to a role once it has locked itself. Everything that is
 * not in a table here kills the process, the calls of other ABIs (32-bit, x32) among them. */
#include "lib/sandbox/sandbox.h"

#include <errno.h>
#include <linux/futex.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>

#include "lib/sandbox/sanitizer.h"

enum { DOORBELL_BYTES = 8 }; /* an eventfd's counter */

static const struct scmp_arg_cmp no_exec =
    SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, ~(uint64_t)(PROT_READ | PROT_WRITE), 0);

static scmp_filter_ctx filter_new(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL)
        return NULL;
    /* The default would kill the thread only. Every thread gets the filter, or none does. */
    if (seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) != 0 ||
        seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) != 0) {
        seccomp_release(filter);
        return NULL;
    }
    return filter;
}

/* Takes `filter`; `rc` is what adding its rules came to. */
static int filter_load(scmp_filter_ctx filter, int rc, struct error *error)
{
    if (rc == 0)
        rc = sanitizer_permit(filter);
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    if (rc == 0)
        return 0;
    return error_set(error, rc < 0 ? rc : -EINVAL, "cannot install the seccomp filter: %s",
                     strerror(rc < 0 ? -rc : EINVAL));
}

static int permit_doorbell(scmp_filter_ctx filter, int call, int fd)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 2,
                            SCMP_A0_64(SCMP_CMP_EQ, (scmp_datum_t)fd),
                            SCMP_A2_64(SCMP_CMP_EQ, DOORBELL_BYTES));
}

/* No rt_sigreturn: a forged frame could block signals or turn on anything that a frame holds. */
int sandbox_lock_worker(int doorbell, int first_completion, unsigned completions,
                        struct error *error)
{
    if (doorbell < 0 || first_completion < 0 || completions > 1024)
        return error_set(error, -EINVAL, "not the descriptors of a worker");
    scmp_filter_ctx filter = filter_new();
    if (filter == NULL)
        return error_set(error, -ENOMEM, "cannot make a seccomp filter");
    int rc = permit_doorbell(filter, SCMP_SYS(read), doorbell);
    for (unsigned i = 0; rc == 0 && i < completions; i++)
        rc = permit_doorbell(filter, SCMP_SYS(write), first_completion + (int)i);
    if (rc == 0)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(exit_group), 0);
    return filter_load(filter, rc, error);
}

/* malloc's calls, with anonymous memory that is never executable. */
static int permit_memory(scmp_filter_ctx filter)
{
    int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, no_exec,
                              SCMP_A3_64(SCMP_CMP_EQ, MAP_PRIVATE | MAP_ANONYMOUS));
    if (rc == 0)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec);
    static const int rest[] = {SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap)};
    for (size_t i = 0; rc == 0 && i < sizeof rest / sizeof *rest; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, rest[i], 0);
    return rc;
}

/* libtcc takes a semaphore around each compile. */
static int permit_semaphore(scmp_filter_ctx filter)
{
    const uint64_t operation = ~(uint64_t)FUTEX_PRIVATE_FLAG;
    int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(futex), 1,
                              SCMP_A1_64(SCMP_CMP_MASKED_EQ, operation, FUTEX_WAIT));
    if (rc == 0)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(futex), 1,
                              SCMP_A1_64(SCMP_CMP_MASKED_EQ, operation, FUTEX_WAKE));
    return rc;
}

int sandbox_lock_compiler(struct error *error)
{
    scmp_filter_ctx filter = filter_new();
    if (filter == NULL)
        return error_set(error, -ENOMEM, "cannot make a seccomp filter");
    int rc = permit_memory(filter);
    if (rc == 0)
        rc = permit_semaphore(filter);
    /* glibc's qsort, which libtcc sorts the cases of a switch with, asks for the memory's size. */
    if (rc == 0)
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(sysinfo), 0);
    if (rc == 0)
        rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(exit_group), 0);
    return filter_load(filter, rc, error);
}
