/* SPDX-License-Identifier: Apache-2.0 */
/* role_front.c: the system calls of the process that reads the network. It opens nothing, makes no
 * socket and no process, and traces nobody: everything that it works on was handed to it.
 *
 * What has no row kills it. Its own code never makes such a call, so one that comes is a
 * stranger's, who would go on trying after an errno; and a front that dies is started again at
 * once, with its death in the log, while the listening sockets keep the clients waiting. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* What pthread_create asks for, and nothing else: no process, no namespace. */
#define THREAD_FLAGS                                                                    \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | \
     CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

/* The first rows are made for each score; they look at no argument, so that the kernel answers them
 * from its cache. */
static const struct filter_row rows[] = {
    ALLOW(epoll_wait, "waits for all of its descriptors"),
    ALLOW(epoll_ctl, "says what it waits for"),
    ALLOW(read, "empties doorbells and the loops' own eventfds"),
    ALLOW(write, "rings workers and loops; logs"),
    ALLOW(recvfrom, "reads from clients"),
    ALLOW(sendto, "answers clients, a part at a time"),
    ALLOW(sendmsg, "answers clients; messages with descriptors to the supervisor"),
    ALLOW(recvmsg, "messages with descriptors from the supervisor and the store"),
    ALLOW(accept4, "takes clients in from the sockets that it was given"),
    ALLOW(futex, "mutexes and waiting for threads"),
    ALLOW(poll, "looks for clients that have hung up"),
    ALLOW(close, "lets go of clients and workers"),
    ALLOW(shutdown, "ends a connection in order"),
    ALLOW_IF(setsockopt, "sends an answer at once, or gathers it", IS(1, IPPROTO_TCP)),
    ALLOW(getsockopt, "libmicrohttpd asks for the family of a listening socket"),
    ALLOW(getsockname, "libmicrohttpd asks whether a listening socket is bound"),

    ALLOW(brk, "malloc"),
    ALLOW_IF(mmap, "malloc, and memory shared with workers: never executable",
             NONE_OF(2, PROT_EXEC)),
    ALLOW_IF(mprotect, "malloc's arenas grow: never executable", NONE_OF(2, PROT_EXEC)),
    ALLOW(mremap, "realloc of what is large"),
    ALLOW(munmap, "free of what is large; the memory of workers that have gone"),
    ALLOW(madvise, "malloc's arenas and the stacks of ended threads shrink"),
    ALLOW(fallocate, "punches large responses out of memory shared with workers"),
    REFUSE(sysinfo, ENOSYS, "glibc's qsort asks how much memory there is, and can do without"),
    REFUSE(openat, EACCES, "malloc would like to read /proc/sys/vm/overcommit_memory"),

    ALLOW(epoll_create1, "a loop for each thread, and one for each listening socket"),
    ALLOW(eventfd2, "loops are woken from other threads"),
    ALLOW(pipe2, "libuv prepares for signals"),
    ALLOW_IF(ioctl, "libuv makes a descriptor non-blocking", IS(1, FIONBIO)),
    ALLOW_IF(fcntl, "libmicrohttpd looks whether a listening socket is non-blocking",
             IS(1, F_GETFL)),
    ALLOW_IF(fcntl, "keeps a connection that libmicrohttpd gives up, to end it in order",
             IS(1, F_DUPFD_CLOEXEC)),
    ALLOW(memfd_create, "hands sources to the compiler, and what was made of them to the store"),
    ALLOW(pwrite64, "fills them"),
    ALLOW_IF(fcntl, "seals them", IS(1, F_ADD_SEALS)),
    ALLOW(pread64, "reads sources from the store and reports of the compiler"),
    ALLOW_IF(newfstatat, "asks for the size of descriptors that it was handed",
             IS(3, AT_EMPTY_PATH)),

    REFUSE(clone3, ENOSYS, "its flags cannot be looked at: pthread_create falls back to clone"),
    ALLOW_IF(clone, "starts its threads", IS(0, THREAD_FLAGS)),
    ALLOW(set_robust_list, "a thread's start"),
    ALLOW(rseq, "a thread's start"),
    ALLOW(rt_sigprocmask, "a thread's start and end"),
    ALLOW(exit, "a thread's end"),
    ALLOW(sched_yield, "libuv waits for a wake-up that is under way"),
    ALLOW(sched_getaffinity, "malloc asks for the CPUs before a thread gets an arena"),
    ALLOW_IF(prlimit64, "looks at its limits, and changes none", IS(0, 0), IS(2, 0)),
    ALLOW(rt_sigaction, "leaves signals to the supervisor"),
    ALLOW(getrandom, "secrets that seed its hashes"),
    ALLOW(clock_gettime, "the time, on machines whose vDSO cannot tell"),
    ALLOW(clock_getres, "the same: libuv chooses a clock"),
    ALLOW(restart_syscall, "goes on waiting after a stop, or under a tracer"),

    ALLOW_IF(writev, "the last words of malloc or an assertion", IS(0, STDERR_FILENO)),
    ALLOW(getpid, "abort"),
    ALLOW(gettid, "abort"),
    ALLOW_IF(tgkill, "abort, so that a bug is told from an attack", IS(2, SIGABRT)),
    ALLOW(exit_group, "its end"),
};

const struct filter filter_front = {"front", SCMP_ACT_KILL_PROCESS, rows,
                                    sizeof rows / sizeof *rows};
