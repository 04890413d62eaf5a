/* SPDX-License-Identifier: Apache-2.0 */
/* role_supervisor.c: what is left to the process that starts all others. A filter survives exec, so
 * this one covers what every child calls from the first instruction of its loader to its own lock
 * and after it; it is wide where a child's is narrow, and says no to what none of them needs:
 * sockets, tracing, mounts, namespaces, keys, modules, the rest of the kernel.
 *
 * What has no row is answered as if the kernel did not have it. The supervisor's death is the
 * daemon's, it reads no byte of a stranger, and a C library newer than this table tries a new call
 * first and falls back when it is told that there is none. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "lib/sandbox/give_up.h"
#include "lib/sandbox/landlock.h"
#include "lib/sandbox/sandbox.h"
#include "lib/sandbox/sanitizer.h"
#include "lib/sandbox/without.h"

#define START_FLAGS (CLONE_VM | CLONE_VFORK | SIGCHLD)
#define FORK_FLAGS (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD)
#define MAKES_FILES (O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))
#define SIGN_BITS 0xffffffff80000000 /* kill: no group, and not everybody */

static const struct filter_row own[] = {
    ALLOW_IF(clone, "the start of an executable: a child in its own memory from exec on",
             IS(0, START_FLAGS)),
    ALLOW_IF(clone, "fork: the probe, and the first process of the namespace", IS(0, FORK_FLAGS)),
    ALLOW(pidfd_open, "a child that cannot be taken for another"),
    ALLOW_IF(pidfd_send_signal, "kills its children", IS(1, SIGKILL)),
    ALLOW_IF(kill, "kills a child that it cannot watch", NONE_OF(0, SIGN_BITS), IS(1, SIGKILL)),
    ALLOW(wait4, "reaps its children"),
    ALLOW_IF(sched_setscheduler, "workers wake each other less", IS(1, SCHED_BATCH)),
    ALLOW_IF(socketpair, "a channel to a child", IS(0, AF_UNIX)),
    ALLOW(ftruncate, "memory that a worker or a compiler is given"),
    ALLOW_IF(fcntl, "seals that memory", IS(1, F_ADD_SEALS)),
    ALLOW(unlink, "takes the file of a Unix socket away at the end"),
    ALLOW(unlinkat, "takes its own files away at the end"),
    ALLOW(rt_sigreturn, "returns from SIGTERM and SIGINT"),
    ALLOW_IF(openat, "opens /dev/null for a child; the machine's limits", NONE_OF(2, MAKES_FILES)),
};

/* From fork to the first line of main, and from there to the lock. */
static const struct filter_row children[] = {
    ALLOW(setsid, "a child is in a group of its own: ^C is the supervisor's"),
    ALLOW(getppid, "a child looks whether its parent lives"),
    ALLOW(dup2, "places a child's descriptors"),
    ALLOW_IF(fcntl, "places a child's descriptors", IS(1, F_DUPFD_CLOEXEC)),
    ALLOW_IF(fcntl, "places a child's descriptors", IS(1, F_GETFD)),
    ALLOW_IF(fcntl, "a worker looks whether its image is sealed", IS(1, F_GET_SEALS)),
    ALLOW(close_range, "leaves a child no other descriptor"),

    ALLOW(access, "the loader looks for preloaded libraries"),
    ALLOW(arch_prctl, "the loader sets up thread-local storage"),
    ALLOW(set_tid_address, "the loader sets up threads"),
    ALLOW(set_robust_list, "the loader sets up threads"),
    ALLOW(rseq, "the loader sets up threads"),
    ALLOW(prlimit64, "limits that a child gives itself"),
    ALLOW_IF(mmap, "the loader maps libraries, a worker its image: never writable code",
             NONE_OF(2, PROT_WRITE)),
    ALLOW_IF(mmap, "memory: never writable code", NONE_OF(2, PROT_EXEC)),
    ALLOW_IF(mprotect, "memory becomes usable", NONE_OF(2, PROT_EXEC)),

    ALLOW(sigaltstack, "a worker's faults"),
    ALLOW(seccomp, "a child's own filter, which can only take away"),
    ALLOW(landlock_create_ruleset, "a child's own rules, which can only take away"),
    ALLOW(landlock_add_rule, "the store's directories"),
    ALLOW(landlock_restrict_self, "a child's own rules, which can only take away"),
    ALLOW_IF(prctl, "a child dies with its parent", IS(0, PR_SET_PDEATHSIG)),
    ALLOW_IF(prctl, "a child's name", IS(0, PR_SET_NAME)),
    ALLOW_IF(prctl, "no new privileges", IS(0, PR_SET_NO_NEW_PRIVS)),
    ALLOW_IF(prctl, "no new privileges, looked at by the probe", IS(0, PR_GET_NO_NEW_PRIVS)),
    ALLOW_IF(prctl, "not dumpable", IS(0, PR_SET_DUMPABLE), IS(1, 0)),
    ALLOW_IF(prctl, "not dumpable, looked at by the probe", IS(0, PR_GET_DUMPABLE)),
    ALLOW_IF(prctl, "no timestamp counter", IS(0, PR_SET_TSC)),
    ALLOW_IF(prctl, "libseccomp looks whether there are filters", IS(0, PR_GET_SECCOMP)),
    ALLOW_IF(prctl, "libseccomp looks whether there are filters", IS(0, PR_SET_SECCOMP)),
    ALLOW(geteuid, "whether there is a user id to give up"),
    ALLOW(getuid, "the probe looks at its user id"),
    ALLOW(setgroups, "a user id of its own"),
    ALLOW(setresgid, "a user id of its own"),
    ALLOW(setresuid, "a user id of its own"),
    ALLOW(capget, "what there is to give up"),
    ALLOW(capset, "gives up capabilities"),
    ALLOW(chroot, "an empty root"),
    ALLOW(chdir, "an empty root"),
};

static bool condition_implies(const struct filter_condition *narrow,
                              const struct filter_condition *wide)
{
    return narrow->argument == wide->argument && (wide->mask & ~narrow->mask) == 0 &&
           (narrow->value & wide->mask) == wide->value;
}

/* Whether `wide` allows all that `narrow` does. */
static bool row_implies(const struct filter_row *narrow, const struct filter_row *wide)
{
    bool implied = narrow->call == wide->call;
    for (unsigned w = 0; implied && w < wide->count; w++) {
        implied = false;
        for (unsigned n = 0; !implied && n < narrow->count; n++)
            implied = condition_implies(&narrow->when[n], &wide->when[w]);
    }
    return implied;
}

struct gathered {
    struct filter_row *rows;
    size_t count;
};

/* Takes a row that allows something which is not allowed yet, and drops what it makes needless. */
static void gather_row(struct gathered *to, const struct filter_row *row)
{
    size_t kept = 0;
    for (size_t i = 0; i < to->count; i++)
        if (row_implies(row, &to->rows[i]))
            return;
    for (size_t i = 0; i < to->count; i++)
        if (!row_implies(&to->rows[i], row))
            to->rows[kept++] = to->rows[i];
    to->count = kept;
    if (to->count < FILTER_SUPERVISOR_ROWS_MAX)
        to->rows[to->count++] = *row;
}

/* Refusals are left to the fallback. */
static void gather(struct gathered *to, const struct filter_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].refused == 0)
            gather_row(to, &rows[i]);
}

static void gather_store(struct gathered *to, enum sandbox_database database)
{
    static struct filter_row rows[FILTER_STORE_ROWS_MAX];
    const struct filter elsewhere = filter_store_postgres(rows);
    if (database == SANDBOX_DATABASE_OWN)
        gather(to, filter_store.rows, filter_store.count);
    else
        gather(to, elsewhere.rows, elsewhere.count);
}

struct filter filter_supervisor(struct filter_row *rows, const char *no_path,
                                enum sandbox_database database)
{
    const struct filter_row start =
        ALLOW_IF(execveat,
                 "starts what was opened at its own start: the path is empty, and in memory that "
                 "is not written to",
                 IS(1, (uintptr_t)no_path), IS(4, AT_EMPTY_PATH));
    struct gathered all = {rows, 0};
    gather(&all, &start, 1);
    gather(&all, own, sizeof own / sizeof *own);
    gather(&all, children, sizeof children / sizeof *children);
    gather(&all, filter_compiler.rows, filter_compiler.count);
    gather_store(&all, database);
    gather(&all, filter_front.rows, filter_front.count);
    return (struct filter){"supervisor", SCMP_ACT_ERRNO(ENOSYS), rows, all.count};
}

/* ---- Files -------------------------------------------------------------------------------------
 */

/* What the kernel starts dynamic executables with, as this one's headers name it: its children are
 * built alike. NULL where it is static. */
static const char *own_loader(void)
{
    const ElfW(Phdr) *headers = (const void *)getauxval(AT_PHDR); /* NOLINT */
    unsigned long count = getauxval(AT_PHNUM);
    uintptr_t moved_by = 0;
    for (unsigned long i = 0; headers && i < count; i++)
        if (headers[i].p_type == PT_PHDR)
            moved_by = (uintptr_t)headers - headers[i].p_vaddr;
    for (unsigned long i = 0; headers && i < count; i++)
        if (headers[i].p_type == PT_INTERP)
            return (const char *)(moved_by + headers[i].p_vaddr); /* NOLINT */
    return NULL;
}

/* Landlock's rules are inherited too: these say what is started and what is written, for the whole
 * daemon; what is read is left to each child's own. */
static int confine(const struct sandbox_supervisor *needs, struct error *error)
{
    struct landlock landlock;
    int rc = landlock_open(&landlock, LANDLOCK_ALL_FILES & ~LANDLOCK_READ,
                           needs->database == SANDBOX_DATABASE_NETWORK, error);
    for (size_t i = 0; rc > 0 && i < needs->executable_count; i++)
        if (landlock_allow_fd(&landlock, needs->executables[i], LANDLOCK_EXECUTE, error) < 0)
            rc = -EIO;
    const char *loader = own_loader();
    if (rc > 0 && loader && landlock_allow(&landlock, loader, LANDLOCK_EXECUTE, error))
        rc = -EIO;
    if (rc > 0 && landlock_allow(&landlock, "/dev/null", LANDLOCK_WRITE, error))
        rc = -EIO;
    for (size_t i = 0; rc > 0 && i < needs->cleaned_count; i++)
        if (landlock_allow(&landlock, needs->cleaned[i], LANDLOCK_REMOVE, error))
            rc = -EIO;
    if (rc > 0 && needs->data && landlock_allow(&landlock, needs->data, LANDLOCK_KEEP, error))
        rc = -EIO;
    if (rc > 0 && needs->log && landlock_allow(&landlock, needs->log, LANDLOCK_KEEP, error))
        rc = -EIO;
    return landlock_enter(&landlock, rc, error);
}

/* KILL: children under user ids of their own. SETUID, SETGID, SYS_CHROOT: for those to get there.
 * DAC_READ_SEARCH: the store reads directories that are not root's. */
#define KEPT                                                                              \
    (CAPABILITY_BIT(CAP_KILL) | CAPABILITY_BIT(CAP_SETUID) | CAPABILITY_BIT(CAP_SETGID) | \
     CAPABILITY_BIT(CAP_SYS_CHROOT) | CAPABILITY_BIT(CAP_DAC_READ_SEARCH))

int sandbox_lock_supervisor(const struct sandbox_supervisor *needs, struct error *error)
{
    static struct filter_row rows[FILTER_SUPERVISOR_ROWS_MAX];
    if (SANITIZER_PRESENT)
        return 0;
    int rc = keep_capabilities(KEPT, error);
    if (rc == 0)
        rc = confine(needs, error);
    if (rc < 0 || without(WITHOUT_INHERITED_FILTER))
        return rc;
    const struct filter filter = filter_supervisor(rows, needs->no_path, needs->database);
    struct program program;
    rc = filter_program(&filter, &program);
    if (rc < 0)
        return error_set(error, rc, "cannot make the supervisor's filter: %s", strerror(-rc));
    rc = program_enter(&program, error);
    filter_program_free(&program);
    return rc;
}
