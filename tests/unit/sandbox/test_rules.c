/* SPDX-License-Identifier: Apache-2.0 */
/* test_rules.c: every role's filter, as the kernel gets it, against its table: for all numbers of
 * all ABIs, for every row with every bit of its arguments turned; and the tables against what each
 * role is known to need. */
#include "lib/sandbox/filter.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/sandbox/bpf.h"
#include "tests/unit/test.h"

enum {
    NUMBERS = 1024,
    ARGUMENTS = 6,
    COMPILER = THREADS_MAX,
    FRONT,
    STORE,
    STORE_POSTGRES,
    AUDITOR,
    JUDGE,
    SUPERVISOR,
    SUPERVISOR_POSTGRES,
    ROLES
};
#define X32_BIT 0x40000000

static const char no_path[1] = "";

/* ---- Roles -------------------------------------------------------------------------------------
 */

/* What each may call, whatever the arguments: written down a second time, so that a table does not
 * grow unseen. A name in brackets is refused with an errno. */
static const char *const needed[] = {
    "read write exit_group",

    "brk mmap mprotect mremap munmap futex [sysinfo] exit_group",

    "epoll_wait epoll_ctl read write recvfrom sendto sendmsg recvmsg accept4 futex poll close "
    "shutdown "
    "setsockopt getsockopt getsockname brk mmap mprotect mremap munmap madvise fallocate [sysinfo] "
    "[openat] "
    "epoll_create1 eventfd2 pipe2 ioctl fcntl memfd_create pwrite64 pread64 newfstatat [clone3] "
    "clone "
    "set_robust_list rseq rt_sigprocmask exit sched_yield sched_getaffinity prlimit64 rt_sigaction "
    "getrandom clock_gettime clock_getres restart_syscall writev getpid gettid tgkill exit_group",

#define STORE_NEEDS                                                                          \
    "openat openat2 getdents64 newfstatat read close lseek inotify_init1 inotify_add_watch " \
    "inotify_rm_watch memfd_create pwrite64 fcntl pread64 fdatasync fsync ftruncate unlink " \
    "geteuid "                                                                               \
    "[fchown] [fchmod] epoll_wait epoll_ctl ioctl recvmsg sendmsg shutdown "                 \
    "write futex brk mmap mremap munmap [sysinfo] clock_gettime clock_getres getrandom "     \
    "restart_syscall writev rt_sigprocmask getpid gettid tgkill exit_group"
    STORE_NEEDS,

#define POSTGRES_NEEDS                                                                             \
    " socket bind connect sendto sendmmsg recvfrom poll getsockopt setsockopt getsockname getuid " \
    "uname"
    STORE_NEEDS POSTGRES_NEEDS " [mmap]",

    "clone vfork execve execveat wait4 waitid exit_group exit prctl seccomp dup2 "
    "dup close_range prlimit64 setrlimit getrlimit memfd_create pread64 read "
    "readv write writev pwrite64 ftruncate fallocate lseek open openat close "
    "fcntl pipe2 access faccessat faccessat2 stat lstat fstat newfstatat statx "
    "statfs readlink readlinkat getdents64 getcwd mkdir chmod fchmod rename "
    "unlink unlinkat umask brk mmap mprotect mremap munmap madvise futex "
    "sched_yield sched_getaffinity arch_prctl set_tid_address set_robust_list "
    "rseq getrandom rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack getpid "
    "gettid getppid getuid geteuid getgid getegid uname sysinfo getrusage times "
    "clock_gettime",

    "write open openat read pread64 lseek fstat newfstatat readlink getcwd fcntl "
    "close brk mmap mprotect mremap munmap madvise futex sched_yield rt_sigaction "
    "rt_sigprocmask sigaltstack getpid gettid getrlimit prlimit64 getrandom "
    "clock_gettime sysinfo exit_group",

/* What the front and the store need (pread64 is the loader's too), its own, its children's. */
#define SUPERVISOR_NEEDS                                                                           \
    "epoll_wait epoll_ctl read write recvfrom sendto sendmsg recvmsg accept4 futex poll close "    \
    "shutdown "                                                                                    \
    "setsockopt getsockopt getsockname brk mmap mprotect mremap munmap madvise fallocate "         \
    "epoll_create1 eventfd2 pipe2 ioctl fcntl memfd_create pread64 newfstatat clone "              \
    "set_robust_list rseq rt_sigprocmask exit sched_yield sched_getaffinity prlimit64 "            \
    "rt_sigaction "                                                                                \
    "getrandom clock_gettime clock_getres restart_syscall writev getpid gettid tgkill exit_group " \
    "openat openat2 getdents64 lseek inotify_init1 inotify_add_watch inotify_rm_watch pwrite64 "   \
    "execveat pidfd_open pidfd_send_signal kill wait4 sched_setscheduler socketpair ftruncate "    \
    "unlink fdatasync fsync unlinkat rt_sigreturn setsid getppid dup2 close_range access "         \
    "arch_prctl set_tid_address "                                                                  \
    "sigaltstack seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self prctl "  \
    "geteuid getuid setgroups setresgid setresuid capget capset chroot chdir"
    SUPERVISOR_NEEDS,
    SUPERVISOR_NEEDS POSTGRES_NEEDS,
};

/* A worker for each number of threads, then the others. */
static struct filter roles[ROLES];
/* What each enters: the very bytes that its executable has, but for the supervisor's, which are
 * made at its start. */
static const struct program *entered[ROLES] = {
    [COMPILER] = &program_compiler, [FRONT] = &program_front,
    [STORE] = &program_store,       [STORE_POSTGRES] = &program_store_postgres,
    [AUDITOR] = &program_auditor,   [JUDGE] = &program_judge,
};

static const char *needs_of(size_t role)
{
    return needed[role < COMPILER ? 0 : role - COMPILER + 1];
}

static int make_roles(void **state)
{
    static struct filter_row workers[THREADS_MAX][FILTER_WORKER_ROWS_MAX],
        supervisor[2][FILTER_SUPERVISOR_ROWS_MAX], postgres[FILTER_STORE_ROWS_MAX];
    static struct program of_supervisor[2];
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        roles[i] = filter_worker(workers[i], i + 1);
        entered[i] = &program_worker[i];
    }
    roles[COMPILER] = filter_compiler;
    roles[FRONT] = filter_front;
    roles[STORE] = filter_store;
    roles[STORE_POSTGRES] = filter_store_postgres(postgres);
    roles[AUDITOR] = filter_auditor;
    roles[JUDGE] = filter_judge;
    roles[SUPERVISOR] = filter_supervisor(supervisor[0], no_path, SANDBOX_DATABASE_OWN);
    roles[SUPERVISOR_POSTGRES] =
        filter_supervisor(supervisor[1], no_path, SANDBOX_DATABASE_NETWORK);
    entered[SUPERVISOR] = &of_supervisor[0];
    entered[SUPERVISOR_POSTGRES] = &of_supervisor[1];
    int rc = filter_program(&roles[SUPERVISOR], &of_supervisor[0]);
    return rc ? rc : filter_program(&roles[SUPERVISOR_POSTGRES], &of_supervisor[1]);
}

static bool is_needed(const char *list, const struct filter_row *row)
{
    char word[64];
    snprintf(word, sizeof word, row->refused ? "[%s]" : "%s", row->name);
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += size)
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
            return true;
    return false;
}

static void every_row_is_needed_and_says_for_what(void **state)
{
    for (size_t r = 0; r < ROLES; r++) {
        for (size_t i = 0; i < roles[r].count; i++) {
            const struct filter_row *row = &roles[r].rows[i];
            char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_X86_64, row->call);
            assert_string_equal(name, row->name);
            free(name);
            assert_true(strlen(row->why) > 3);
            if (!is_needed(needs_of(r), row))
                fail_msg("the %s needs no %s", roles[r].role, row->name);
        }
    }
}

static void every_need_has_a_row(void **state)
{
    for (size_t r = 0; r < ROLES; r++) {
        char list[4096], *rest = list, *word;
        snprintf(list, sizeof list, "%s", needs_of(r));
        while ((word = strsep(&rest, " "))) {
            bool found = false;
            for (size_t i = 0; i < roles[r].count; i++) {
                char alone[64];
                snprintf(alone, sizeof alone, "%s", word);
                found |= is_needed(alone, &roles[r].rows[i]);
            }
            if (!found)
                fail_msg("the %s has no row for %s", roles[r].role, word);
        }
    }
}

/* ---- The table's own answer --------------------------------------------------------------------
 */

static bool row_takes(const struct filter_row *row, const struct seccomp_data *data)
{
    bool takes = row->call == data->nr;
    for (unsigned i = 0; takes && i < row->count; i++)
        takes = (data->args[row->when[i].argument] & row->when[i].mask) == row->when[i].value;
    return takes;
}

static uint32_t row_answer(const struct filter_row *row)
{
    return row->refused ? SCMP_ACT_ERRNO((uint32_t)row->refused) : SCMP_ACT_ALLOW;
}

static uint32_t table_answer(const struct filter *filter, const struct seccomp_data *data)
{
    if (data->arch != AUDIT_ARCH_X86_64)
        return SECCOMP_RET_KILL_PROCESS;
    /* −1 is what a tracer makes of a call that it has done away with: the number of none. */
    if ((unsigned)data->nr >= X32_BIT && data->nr != -1)
        return SECCOMP_RET_KILL_PROCESS;
    for (size_t i = 0; i < filter->count; i++)
        if (row_takes(&filter->rows[i], data))
            return row_answer(&filter->rows[i]);
    return filter->fallback;
}

static void answers_agree(struct bpf *bpf, const struct filter *filter,
                          const struct seccomp_data *data)
{
    uint32_t got = bpf_run(bpf, data), expected = table_answer(filter, data);
    if (got != expected)
        fail_msg("%s, arch %#x, call %d (%#llx %#llx %#llx %#llx): %#x, not %#x", filter->role,
                 data->arch, data->nr, data->args[0], data->args[1], data->args[2], data->args[3],
                 got, expected);
}

/* ---- Filters against tables --------------------------------------------------------------------
 */

static uint64_t draw(void)
{
    static uint64_t x = 88172645463325252u;
    x ^= x << 13;
    x ^= x >> 7;
    return x ^= x << 17;
}

static void all_numbers(struct bpf *bpf, const struct filter *filter, uint32_t arch, int from)
{
    for (int i = 0; i < NUMBERS; i++) {
        struct seccomp_data data = {.nr = from + i, .arch = arch};
        answers_agree(bpf, filter, &data);
        for (unsigned k = 0; k < ARGUMENTS; k++)
            data.args[k] = draw();
        answers_agree(bpf, filter, &data);
    }
}

/* A call that the row takes; arguments without a condition are anything. */
static struct seccomp_data call_of(const struct filter_row *row)
{
    struct seccomp_data data = {.nr = row->call, .arch = AUDIT_ARCH_X86_64};
    for (unsigned k = 0; k < ARGUMENTS; k++)
        data.args[k] = draw();
    for (unsigned i = 0; i < row->count; i++) {
        const struct filter_condition *when = &row->when[i];
        data.args[when->argument] = (draw() & ~when->mask) | when->value;
    }
    return data;
}

static void turn_every_bit(struct bpf *bpf, const struct filter *filter,
                           const struct filter_row *row)
{
    const struct seccomp_data good = call_of(row);
    answers_agree(bpf, filter, &good);
    for (unsigned bit = 0; bit < ARGUMENTS * 64; bit++) {
        struct seccomp_data data = good;
        data.args[bit / 64] ^= (uint64_t)1 << bit % 64;
        answers_agree(bpf, filter, &data);
    }
}

static void the_kernel_gets_what_the_table_says(void **state)
{
    for (size_t r = 0; r < ROLES; r++) {
        struct bpf bpf;
        bpf_open(&bpf, entered[r]);
        all_numbers(&bpf, &roles[r], AUDIT_ARCH_X86_64, 0);
        all_numbers(&bpf, &roles[r], AUDIT_ARCH_X86_64, X32_BIT);
        all_numbers(&bpf, &roles[r], AUDIT_ARCH_X86_64, -NUMBERS);
        all_numbers(&bpf, &roles[r], AUDIT_ARCH_I386, 0);
        all_numbers(&bpf, &roles[r], AUDIT_ARCH_AARCH64, 0);
        all_numbers(&bpf, &roles[r], 0, 0);
        for (size_t i = 0; i < roles[r].count; i++)
            turn_every_bit(&bpf, &roles[r], &roles[r].rows[i]);
        for (size_t i = 0; i < entered[r]->count; i++)
            if (!bpf.ran[i])
                fail_msg("%s: nothing reaches instruction %zu", roles[r].role, i);
        bpf_close(&bpf);
    }
}

/* Whether some call that the row takes is no other row's too. */
static bool is_needless(const struct filter *without, const struct filter_row *row)
{
    for (int tries = 0; tries < 256; tries++) {
        const struct seccomp_data data = call_of(row);
        if (table_answer(without, &data) == without->fallback)
            return false;
    }
    return true;
}

static void without_a_row_its_call_meets_the_fallback(void **state)
{
    static struct filter_row rest[FILTER_SUPERVISOR_ROWS_MAX];
    for (size_t r = 0; r < ROLES; r++)
        for (size_t left = 0; left < roles[r].count; left++) {
            struct filter without = roles[r];
            size_t after = roles[r].count - left - 1;
            memcpy(rest, roles[r].rows, left * sizeof *rest);
            memcpy(rest + left, roles[r].rows + left + 1, after * sizeof *rest);
            without.rows = rest;
            without.count--;
            if (is_needless(&without, &roles[r].rows[left]))
                fail_msg("%s: the row for %s is needless", roles[r].role, roles[r].rows[left].name);
        }
}

/* ---- What must never be ------------------------------------------------------------------------
 */

static void is_never_allowed(struct bpf *bpf, int call)
{
    struct seccomp_data data = {.nr = call, .arch = AUDIT_ARCH_X86_64};
    for (int tries = 0; tries < 64; tries++) {
        assert_int_not_equal(bpf_run(bpf, &data), SECCOMP_RET_ALLOW);
        for (unsigned k = 0; k < ARGUMENTS; k++)
            data.args[k] = draw() & draw() & 0xffff;
    }
}

/* A compiler is many programs that make files; the judge reads, and test_layers says which. */
static bool is_its_business(size_t role, int call)
{
    static const int of_compilers[] = {SCMP_SYS(execve), SCMP_SYS(vfork), SCMP_SYS(rename),
                                       SCMP_SYS(mkdir), SCMP_SYS(chmod)};
    if (call == SCMP_SYS(open))
        return role == AUDITOR || role == JUDGE;
    for (size_t i = 0; i < sizeof of_compilers / sizeof *of_compilers; i++)
        if (call == of_compilers[i])
            return role == AUDITOR;
    return false;
}

static void the_judge_opens_to_read_only(void **state)
{
    static const unsigned flags[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND};
    struct bpf bpf;
    bpf_open(&bpf, entered[JUDGE]);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        struct seccomp_data data = {.nr = SCMP_SYS(open), .arch = AUDIT_ARCH_X86_64};
        assert_int_equal(bpf_run(&bpf, &data), SECCOMP_RET_ALLOW);
        data.args[1] = flags[i];
        assert_int_not_equal(bpf_run(&bpf, &data), SECCOMP_RET_ALLOW);
        data = (struct seccomp_data){.nr = SCMP_SYS(openat), .arch = AUDIT_ARCH_X86_64};
        data.args[2] = flags[i];
        assert_int_not_equal(bpf_run(&bpf, &data), SECCOMP_RET_ALLOW);
    }
    bpf_close(&bpf);
}

static void nobody_reaches_the_rest_of_the_kernel(void **state)
{
    /* But for the store that needs a network, and who starts it. */
    static const int sockets[] = {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind)};
    static const int never[] = {
        SCMP_SYS(execve),
        SCMP_SYS(ptrace),
        SCMP_SYS(process_vm_readv),
        SCMP_SYS(fork),
        SCMP_SYS(vfork),
        SCMP_SYS(process_vm_writev),
        SCMP_SYS(listen),
        SCMP_SYS(open),
        SCMP_SYS(creat),
        SCMP_SYS(mount),
        SCMP_SYS(unshare),
        SCMP_SYS(setns),
        SCMP_SYS(bpf),
        SCMP_SYS(perf_event_open),
        SCMP_SYS(userfaultfd),
        SCMP_SYS(keyctl),
        SCMP_SYS(io_uring_setup),
        SCMP_SYS(init_module),
        SCMP_SYS(pidfd_getfd),
        SCMP_SYS(rename),
        SCMP_SYS(mkdir),
        SCMP_SYS(link),
        SCMP_SYS(symlink),
        SCMP_SYS(mknod),
        SCMP_SYS(chmod),
        SCMP_SYS(chown),
        SCMP_SYS(truncate),
        SCMP_SYS(modify_ldt),
        SCMP_SYS(personality),
        SCMP_SYS(kcmp),
        SCMP_SYS(memfd_secret),
        SCMP_SYS(timer_create),
        SCMP_SYS(setitimer),
        SCMP_SYS(shmget),
        SCMP_SYS(msgget),
        SCMP_SYS(semget),
        SCMP_SYS(reboot),
        SCMP_SYS(kexec_load),
        SCMP_SYS(open_by_handle_at),
        SCMP_SYS(pkey_mprotect),
        SCMP_SYS(clone3),
    };
    for (size_t r = 0; r < ROLES; r++) {
        struct bpf bpf;
        bpf_open(&bpf, entered[r]);
        bool networked = r == STORE_POSTGRES || r == SUPERVISOR_POSTGRES;
        for (size_t i = 0; i < sizeof never / sizeof *never; i++)
            if (!is_its_business(r, never[i]))
                is_never_allowed(&bpf, never[i]);
        for (size_t i = 0; !networked && i < sizeof sockets / sizeof *sockets; i++)
            is_never_allowed(&bpf, sockets[i]);
        bpf_close(&bpf);
    }
}

/* … and what was writable never becomes executable: mprotect gives nobody PROT_EXEC. */
static void code_is_never_writable(void **state)
{
    static const struct {
        int call;
        unsigned protection;
    } rows[] = {{SCMP_SYS(mmap), 7}, {SCMP_SYS(mprotect), 7}, {SCMP_SYS(mprotect), 5}};
    for (size_t r = 0; r < ROLES; r++) {
        struct bpf bpf;
        bpf_open(&bpf, entered[r]);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            const struct seccomp_data data = {.nr = rows[i].call,
                                              .arch = AUDIT_ARCH_X86_64,
                                              .args = {0, 4096, rows[i].protection, 0x22, 0, 0}};
            assert_int_not_equal(bpf_run(&bpf, &data), SECCOMP_RET_ALLOW);
        }
        bpf_close(&bpf);
    }
}

static void only_the_supervisor_starts_and_only_by_descriptor(void **state)
{
    const uint64_t nothing = (uint64_t)(uintptr_t)no_path;
    for (size_t r = 0; r < ROLES; r++) {
        struct bpf bpf;
        if (r == AUDITOR) /* which starts compilers, by their paths */
            continue;
        bpf_open(&bpf, entered[r]);
        struct seccomp_data data = {.nr = SCMP_SYS(execveat), .arch = AUDIT_ARCH_X86_64};
        data.args[0] = 20;
        data.args[1] = nothing;
        data.args[4] = 0x1000; /* AT_EMPTY_PATH */
        assert_int_equal(bpf_run(&bpf, &data) == SECCOMP_RET_ALLOW,
                         r == SUPERVISOR || r == SUPERVISOR_POSTGRES);
        data.args[1] = nothing + 1;
        assert_int_not_equal(bpf_run(&bpf, &data), SECCOMP_RET_ALLOW);
        data.args[1] = nothing;
        data.args[4] = 0;
        assert_int_not_equal(bpf_run(&bpf, &data), SECCOMP_RET_ALLOW);
        bpf_close(&bpf);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_row_is_needed_and_says_for_what),
    cmocka_unit_test(every_need_has_a_row),
    cmocka_unit_test(without_a_row_its_call_meets_the_fallback),
#ifndef SANITIZED /* those filters hold what reports need as well */
    cmocka_unit_test(the_kernel_gets_what_the_table_says),
    cmocka_unit_test(nobody_reaches_the_rest_of_the_kernel),
    cmocka_unit_test(the_judge_opens_to_read_only),
    cmocka_unit_test(code_is_never_writable),
    cmocka_unit_test(only_the_supervisor_starts_and_only_by_descriptor),
#endif
};

int main(void)
{
    return cmocka_run_group_tests(tests, make_roles, NULL);
}
