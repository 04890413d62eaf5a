/* SPDX-License-Identifier: Apache-2.0 */
/* role_store.c: what is left to the process that reads the environments directories: these, to
 * read, its database, and its channels. What has no row kills it, for the reasons of role_front.c.
 * Where files may be made is Landlock's business; that none is made elsewhere by a kernel without
 * it is left to the permissions of files. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* O_TMPFILE's own bit; the rest of it is O_DIRECTORY. */
#define MAKES_FILES (O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))

static const struct filter_row rows[] = {
    ALLOW_IF(openat, "lists folders; to read only", NONE_OF(2, O_ACCMODE | MAKES_FILES)),
    ALLOW(openat2, "opens sources, held below their directory; Landlock allows reading only"),
    ALLOW(getdents64, "lists folders"),
    ALLOW(newfstatat, "sizes, types and times of files"),
    ALLOW(read, "sources, changes of folders, its loop's eventfd"),
    ALLOW(close, "lets go of files"),
    ALLOW(lseek, "a source that is sent again is read from its start"),
    ALLOW(inotify_init1, "watches folders"),
    ALLOW(inotify_add_watch, "watches folders"),
    ALLOW(inotify_rm_watch, "watches folders no longer"),

    ALLOW(memfd_create, "keeps a source"),
    ALLOW(pwrite64, "keeps a source; the database"),
    ALLOW_IF(fcntl, "seals a source", IS(1, F_ADD_SEALS)),
    ALLOW_IF(fcntl, "looks whether what the front hands it can still change", IS(1, F_GET_SEALS)),
    ALLOW_IF(fcntl, "sends a copy of a source's descriptor", IS(1, F_DUPFD_CLOEXEC)),
    ALLOW_IF(fcntl, "opendir looks how a folder was opened", IS(1, F_GETFL)),

    ALLOW_IF(openat, "SQLite: the database, its journals and what its users share",
             IS(2, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC)),
    ALLOW_IF(openat, "a new file for the verdict log",
             IS(2, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC)),
    ALLOW_IF(fcntl, "SQLite: locks", IS(1, F_SETLK)),
    ALLOW_IF(fcntl, "SQLite: locks", IS(1, F_GETLK)),
    ALLOW(pread64, "SQLite: pages"),
    ALLOW(fdatasync, "SQLite: a commit is on the disk"),
    ALLOW(fsync, "SQLite: a new file's name is on the disk"),
    ALLOW(ftruncate, "SQLite: its journals"),
    ALLOW(unlink, "SQLite: its journals; old files of the verdict log"),
    ALLOW(geteuid, "SQLite: whether files must be given away"),
    REFUSE(fchown, EPERM, "SQLite gives files to whom the database belongs: they are"),
    REFUSE(fchmod, EPERM, "SQLite gives a journal the database's mode: ours is stricter"),

    ALLOW(epoll_wait, "waits for its channels and for changes"),
    ALLOW(epoll_ctl, "says what it waits for"),
    ALLOW_IF(ioctl, "libuv makes a channel non-blocking", IS(1, FIONBIO)),
    ALLOW(recvmsg, "the supervisor hands it a channel to the front"),
    ALLOW(sendmsg, "tells the front what there is"),
    ALLOW(shutdown, "ends a channel"),
    ALLOW(write, "logs"),
    ALLOW(futex, "libuv's and libc's own locks"),

    ALLOW(brk, "malloc"),
    ALLOW_IF(mmap, "malloc: never executable", NONE_OF(2, PROT_EXEC)),
    ALLOW(mremap, "realloc of what is large"),
    ALLOW(munmap, "free of what is large"),
    REFUSE(sysinfo, ENOSYS, "glibc's qsort asks how much memory there is, and can do without"),
    ALLOW(clock_gettime, "the time, on machines whose vDSO cannot tell"),
    ALLOW(clock_getres, "the same: libuv chooses a clock"),
    ALLOW(getrandom, "malloc's own secret"),
    ALLOW(restart_syscall, "goes on waiting after a stop, or under a tracer"),

    ALLOW_IF(writev, "the last words of malloc or an assertion", IS(0, STDERR_FILENO)),
    ALLOW(rt_sigprocmask, "abort"),
    ALLOW(getpid, "abort"),
    ALLOW(gettid, "abort"),
    ALLOW_IF(tgkill, "abort, so that a bug is told from an attack", IS(2, SIGABRT)),
    ALLOW(exit_group, "its end"),
};

const struct filter filter_store = {"store", SCMP_ACT_KILL_PROCESS, rows,
                                    sizeof rows / sizeof *rows};
