/* SPDX-License-Identifier: Apache-2.0 */
/* role_worker.c: the system calls of the two roles in which a stranger's bytes are in charge: the
 * worker runs its code, the compiler reads its source with a library that is not safe on it. What
 * has no row kills the process. */
#include "lib/sandbox/filter.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/mman.h>

enum { DOORBELL_BYTES = 8 }; /* an eventfd's counter */

static struct filter_row doorbell_row(struct filter_row row, int fd)
{
    row.count = 2;
    row.when[0] = (struct filter_condition)IS(0, fd);
    row.when[1] = (struct filter_condition)IS(2, DOORBELL_BYTES);
    return row;
}

/* No rt_sigreturn: a forged frame could block signals or turn on anything that a frame holds. */
struct filter filter_worker(struct filter_row *rows, unsigned threads)
{
    static const struct filter_row hears = ALLOW(read, "waits for its doorbell"),
                                   rings = ALLOW(write, "rings the doorbell of a thread"),
                                   ends = ALLOW(exit_group, "ends itself, with its last words");
    size_t count = 0;
    rows[count++] = doorbell_row(hears, WORKER_DOORBELL);
    for (unsigned i = 0; i < threads; i++)
        rows[count++] = doorbell_row(rings, WORKER_COMPLETIONS + (int)i);
    rows[count++] = ends;
    return (struct filter){"worker", SCMP_ACT_KILL_PROCESS, rows, count};
}

#define PRIVATE_MEMORY (MAP_PRIVATE | MAP_ANONYMOUS)

static const struct filter_row compiler_rows[] = {
    ALLOW(brk, "malloc"),
    ALLOW_IF(mmap, "malloc; anonymous memory that is never executable",
             ONLY(2, PROT_READ | PROT_WRITE), IS(3, PRIVATE_MEMORY)),
    ALLOW_IF(mprotect, "malloc's reserved memory becomes usable", ONLY(2, PROT_READ | PROT_WRITE)),
    ALLOW(mremap, "realloc of what is large"),
    ALLOW(munmap, "free of what is large"),
    ALLOW_IF(futex, "libtcc waits for its own semaphore",
             {1, ~(uint64_t)FUTEX_PRIVATE_FLAG, FUTEX_WAIT}),
    ALLOW_IF(futex, "libtcc gives its semaphore back",
             {1, ~(uint64_t)FUTEX_PRIVATE_FLAG, FUTEX_WAKE}),
    REFUSE(sysinfo, ENOSYS,
           "glibc's qsort, which libtcc sorts the cases of a switch with, asks for the "
           "memory's size"),
    ALLOW(exit_group, "ends itself"),
};

const struct filter filter_compiler = {"compiler", SCMP_ACT_KILL_PROCESS, compiler_rows,
                                       sizeof compiler_rows / sizeof *compiler_rows};
