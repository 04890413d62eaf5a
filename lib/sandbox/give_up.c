/* SPDX-License-Identifier: Apache-2.0 */
/* give_up.c: see give_up.h. Runs in every role between its start and its filter. */
#include "lib/sandbox/give_up.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/sandbox/without.h"

/* One user id for each process, so that none may touch another. systemd's list of user ids has
 * nothing in 0x70000000 … 0x7fffffff; process ids end at 2^22. */
enum { OWN_USER_BASE = 0x70000000, NOBODY = 65534 };

static const struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};

static int read_sets(struct __user_cap_data_struct sets[2])
{
    struct __user_cap_header_struct copy = header;
    return syscall(SYS_capget, &copy, sets) < 0 ? -errno : 0;
}

uint64_t capabilities(void)
{
    struct __user_cap_data_struct sets[2] = {0};
    if (read_sets(sets) < 0)
        return 0;
    return (uint64_t)sets[1].effective << 32 | sets[0].effective;
}

static int reduce(uint64_t kept, int inheritable, struct error *error)
{
    struct __user_cap_data_struct sets[2] = {0};
    struct __user_cap_header_struct copy = header;
    if (read_sets(sets) < 0)
        return error_set(error, -errno, "cannot read capabilities: %s", strerror(errno));
    for (unsigned i = 0; i < 2; i++) {
        uint32_t rest = (uint32_t)(kept >> (32 * i)) & sets[i].permitted;
        sets[i].permitted = sets[i].effective = rest;
        sets[i].inheritable = inheritable ? rest : 0;
    }
    /* Ambient capabilities go with the others. */
    if (syscall(SYS_capset, &copy, sets) < 0)
        return error_set(error, -errno, "cannot give up capabilities: %s", strerror(errno));
    return 0;
}

int give_up_capabilities(uint64_t kept, struct error *error)
{
    return reduce(kept, 0, error);
}

/* exec takes capabilities away from any user but root, unless they are ambient. */
int keep_capabilities(uint64_t kept, struct error *error)
{
    int rc = reduce(kept, 1, error);
    uint64_t left = capabilities();
    for (unsigned i = 0; rc == 0 && geteuid() != 0 && i < 64; i++)
        if (left & CAPABILITY_BIT(i) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) < 0)
            rc = error_set(error, -errno, "cannot pass capability %u on: %s", i, strerror(errno));
    return rc;
}

/* The list of a process's own descriptors: it goes with the process, and what it shows is no file
 * of anyone's. */
int give_up_root(struct error *error)
{
    if (!(capabilities() & CAPABILITY_BIT(CAP_SYS_CHROOT)) || without(WITHOUT_ROOT))
        return 0;
    if (chroot("/proc/self/fdinfo") < 0) {
        if (errno == ENOENT || errno == EPERM) /* no /proc; a filter from outside */
            return 0;
        return error_set(error, -errno, "cannot enter an empty root: %s", strerror(errno));
    }
    if (chdir("/") < 0)
        return error_set(error, -errno, "cannot enter an empty root: %s", strerror(errno));
    return 1;
}

static int change_user(unsigned user)
{
    return setresgid(user, user, user) < 0 || setresuid(user, user, user) < 0 ? -errno : 0;
}

/* The change undoes what ties the process to its parent, and may make it dumpable. */
static int tie_again(pid_t parent, struct error *error)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || prctl(PR_SET_DUMPABLE, 0) < 0)
        return error_set(error, -errno, "cannot tie its life to its parent's: %s", strerror(errno));
    if (getppid() != parent)
        return error_set(error, -ESRCH, "the parent has ended");
    return 1;
}

int give_up_user(struct error *error)
{
    uint64_t needed = CAPABILITY_BIT(CAP_SETUID) | CAPABILITY_BIT(CAP_SETGID);
    if (geteuid() != 0 || (capabilities() & needed) != needed || without(WITHOUT_USER_ID))
        return 0;
    pid_t parent = getppid();
    if (setgroups(0, NULL) < 0)
        return errno == EPERM
                   ? 0 /* forbidden in this user namespace */
                   : error_set(error, -errno, "cannot leave groups: %s", strerror(errno));
    int rc = change_user(OWN_USER_BASE + (unsigned)getpid());
    if (rc == -EINVAL) /* not one of this user namespace */
        rc = change_user(NOBODY);
    if (rc == -EINVAL || rc == -EPERM)
        return 0;
    if (rc < 0)
        return error_set(error, rc, "cannot change the user id: %s", strerror(-rc));
    return tie_again(parent, error);
}
