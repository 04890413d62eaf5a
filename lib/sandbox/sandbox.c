/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.c: limits, descriptors and process attributes that a role gives up before its filter. */
#include "lib/sandbox/sandbox.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/landlock.h"
#include "lib/sandbox/sanitizer.h"
#include "lib/sandbox/without.h"

static int set_attribute(int option, unsigned long value, const char *what, struct error *error)
{
    if (prctl(option, value, 0, 0, 0) == 0)
        return 0;
    return error_set(error, -errno, "cannot set %s: %s", what, strerror(errno));
}

static int set_limit(int resource, size_t value, const char *what, struct error *error)
{
    struct rlimit limit = {value, value};
    if (setrlimit((__rlimit_resource_t)resource, &limit) == 0)
        return 0;
    return error_set(error, -errno, "cannot limit %s to %zu: %s", what, value, strerror(errno));
}

int sandbox_basics(int no_clock, struct error *error)
{
    sanitizer_linked();
    int rc = set_attribute(PR_SET_NO_NEW_PRIVS, 1, "no_new_privs", error);
    if (rc == 0)
        rc = set_attribute(PR_SET_DUMPABLE, 0, "dumpable", error);
    if (rc == 0)
        rc = set_limit(RLIMIT_CORE, 0, "core files", error);
    /* A sanitizer's allocator asks the vDSO for the time, which reads the counter. */
    if (rc == 0 && no_clock && !SANITIZER_PRESENT && !without(WITHOUT_COUNTER))
        rc = set_attribute(PR_SET_TSC, PR_TSC_SIGSEGV, "the timestamp counter", error);
    return rc;
}

/* What a locked process never needs again: RLIMIT_NOFILE 0 refuses new descriptors and leaves open
 * ones alone. */
static int limit_files(struct error *error)
{
    static const struct {
        int resource;
        const char *name;
    } rows[] = {
        {RLIMIT_FSIZE, "file size"},         {RLIMIT_NOFILE, "descriptors"},
        {RLIMIT_NPROC, "processes"},         {RLIMIT_MEMLOCK, "locked memory"},
        {RLIMIT_MSGQUEUE, "message queues"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int rc = set_limit(rows[i].resource, 0, rows[i].name, error);
        if (rc != 0)
            return rc;
    }
    return 0;
}

/* The first limit ends the process by SIGXCPU, so that its cause can be told. */
static int limit_cpu(unsigned seconds, struct error *error)
{
    struct rlimit limit = {seconds, seconds + 1};
    if (setrlimit(RLIMIT_CPU, &limit) == 0)
        return 0;
    return error_set(error, -errno, "cannot limit CPU seconds to %u: %s", seconds, strerror(errno));
}

int sandbox_limit(const struct sandbox_limits *limits, struct error *error)
{
    int rc = 0;
    if (limits->address_space != 0 && !SANITIZER_PRESENT)
        rc = set_limit(RLIMIT_AS, limits->address_space, "address space", error);
    if (rc == 0 && limits->stack != 0)
        rc = set_limit(RLIMIT_STACK, limits->stack, "stack", error);
    if (rc == 0 && limits->cpu_seconds != 0)
        rc = limit_cpu(limits->cpu_seconds, error);
    if (rc == 0 && limits->no_files)
        rc = limit_files(error);
    return rc;
}

static int close_range_of(unsigned first, unsigned last, struct error *error)
{
    if (first > last || syscall(SYS_close_range, first, last, 0) == 0)
        return 0;
    return error_set(error, -errno, "cannot close descriptors %u to %u: %s", first, last,
                     strerror(errno));
}

/* Standard error stays open where a sanitizer's report may have to go there. */
static int close_between(unsigned first, unsigned last, struct error *error)
{
    const unsigned spared = STDERR_FILENO;
    if (!SANITIZER_PRESENT || first > spared || last < spared)
        return close_range_of(first, last, error);
    int rc = first == spared ? 0 : close_range_of(first, spared - 1, error);
    return rc != 0 ? rc : close_range_of(spared + 1, last, error);
}

int sandbox_close_all_but(const int *keep, size_t count, struct error *error)
{
    unsigned first = 0;
    for (size_t i = 0; i < count; i++) {
        if (keep[i] < 0 || (unsigned)keep[i] < first)
            return error_set(error, -EINVAL, "descriptors to keep must ascend");
        int rc = keep[i] == 0 ? 0 : close_between(first, (unsigned)keep[i] - 1, error);
        if (rc != 0)
            return rc;
        first = (unsigned)keep[i] + 1;
    }
    return close_between(first, ~0u, error);
}

/* The root first, which needs a capability; the user id before the capabilities, for the same
 * reason; Landlock before nothing but the limits, because it needs a descriptor. */
int sandbox_enclose(struct enclosure *made, struct error *error)
{
    struct landlock landlock;
    struct enclosure done = {0};
    int rc = give_up_root(error);
    done.root = rc > 0;
    if (rc >= 0)
        rc = give_up_user(error);
    done.user = rc > 0;
    if (rc >= 0)
        rc = give_up_capabilities(0, error);
    if (rc >= 0)
        rc = landlock_enter(&landlock, landlock_open(&landlock, LANDLOCK_ALL_FILES, false, error),
                            error);
    done.landlock = rc > 0 ? landlock_abi() : 0;
    if (rc >= 0 && made)
        *made = done;
    return rc < 0 ? rc : 0;
}
