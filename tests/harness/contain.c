/* SPDX-License-Identifier: Apache-2.0 */
/* contain.c: runs a command as one of those who run resynd: root, an unprivileged user, or a
 * container under the default seccomp profile of Kubernetes and Docker (an imitation of what it
 * takes away from a process that has no capabilities).
 *
 *   contain root|user|container [--own PATH]… [--] COMMAND [ARGUMENT]…
 *
 * Run as root. `user` and `container` are user and group 65534 without capabilities; --own gives
 * them a file or directory first. The command keeps descriptors, environment and signals. Exits
 * with 125 where it cannot contain, 127 where it cannot execute. */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { EXIT_CONTAIN = 125, EXIT_EXECUTE = 127, USER = 65534 };

enum way { ROOT, UNPRIVILEGED, CONTAINER, WAYS };
static const char *const names[WAYS] = {"root", "user", "container"};

static int fail(const char *what)
{
    fprintf(stderr, "contain: %s: %s\n", what, strerror(errno));
    return -1;
}

/* ---- User and capabilities ---------------------------------------------------------------------
 */

static int drop_privileges(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {0};
    for (int capability = 0; capability <= CAP_LAST_CAP; capability++)
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno != EINVAL)
            return fail("bounding set");
    if (setgroups(0, NULL) < 0 || setresgid(USER, USER, USER) < 0 ||
        setresuid(USER, USER, USER) < 0)
        return fail("user 65534 (contain must be run as root)");
    if (syscall(SYS_capset, &header, none) < 0)
        return fail("capabilities");
    return 0;
}

/* ---- The container's profile -------------------------------------------------------------------
 */

/* What the profile allows to nobody, or to those only who have a capability that is dropped here.
 * The real profile lists what is allowed; for resynd the difference is what is missing. */
static const int refused[] = {
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(open_tree),
    SCMP_SYS(move_mount),
    SCMP_SYS(fsopen),
    SCMP_SYS(fsconfig),
    SCMP_SYS(fsmount),
    SCMP_SYS(fspick),
    SCMP_SYS(mount_setattr),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(lookup_dcookie),
    SCMP_SYS(fanotify_init),
    SCMP_SYS(iopl),
    SCMP_SYS(ioperm),
    SCMP_SYS(move_pages),
    SCMP_SYS(mbind),
    SCMP_SYS(set_mempolicy),
    SCMP_SYS(get_mempolicy),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(syslog),
    SCMP_SYS(vhangup),
    SCMP_SYS(nfsservctl),
};

static const unsigned long new_namespaces = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC |
                                            CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET |
                                            CLONE_NEWCGROUP;

/* clone with any of the namespaces' flags: one rule for each, because a rule compares for
 * equality. */
static int refuse_namespaces(scmp_filter_ctx filter)
{
    int rc = 0;
    for (unsigned bit = 0; rc == 0 && bit < 32; bit++) {
        unsigned long flag = 1ul << bit;
        if (new_namespaces & flag)
            rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                  SCMP_A0_64(SCMP_CMP_MASKED_EQ, flag, flag));
    }
    /* Its flags are in memory: "not there" makes the C library fall back to clone. */
    return rc ? rc : seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
}

static int enter_profile(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    int rc = filter ? refuse_namespaces(filter) : -ENOMEM;
    for (size_t i = 0; rc == 0 && i < sizeof refused / sizeof *refused; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
    if (rc == 0) /* sockets to a hypervisor */
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1,
                              SCMP_A0(SCMP_CMP_EQ, AF_VSOCK));
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    errno = -rc;
    return rc ? fail("profile") : 0;
}

/* ---- The command -------------------------------------------------------------------------------
 */

static int contain(enum way way)
{
    if (way == ROOT)
        return geteuid() == 0 ? 0 : (errno = EPERM, fail("root"));
    if (drop_privileges() < 0)
        return -1;
    if (way != CONTAINER)
        return 0;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return fail("no_new_privs");
    return enter_profile();
}

static bool find_way(const char *name, enum way *way)
{
    for (int i = 0; i < WAYS; i++)
        if (strcmp(names[i], name) == 0) {
            *way = (enum way)i;
            return true;
        }
    return false;
}

int main(int argc, char **argv)
{
    enum way way;
    int at = 2;
    bool understood = argc > 2 && find_way(argv[1], &way);
    for (; understood && at + 1 < argc && strcmp(argv[at], "--own") == 0; at += 2)
        if (way != ROOT && lchown(argv[at + 1], USER, USER) < 0) {
            fail(argv[at + 1]);
            return EXIT_CONTAIN;
        }
    if (understood && at < argc && strcmp(argv[at], "--") == 0)
        at++;
    if (!understood || at >= argc) {
        fprintf(stderr, "usage: contain root|user|container [--own PATH]... [--] COMMAND...\n");
        return EXIT_CONTAIN;
    }
    if (contain(way) < 0)
        return EXIT_CONTAIN;
    execvp(argv[at], argv + at);
    fail(argv[at]);
    return EXIT_EXECUTE;
}
