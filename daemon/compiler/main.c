/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd-compiler compiles one source into one image, and exits. It is started with three
 * descriptors (proto/diagnostic.h) and no others of use; it opens nothing, says nothing, and ends
 * with status 0 whenever the report is finished. Before the first byte of the source is looked at,
 * all that is left to it is memory. */
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/channel/channel.h"
#include "lib/compile/compile.h"
#include "lib/sandbox/sandbox.h"
#include "proto/limits.h"

/* libtcc recurses with the nesting of the source; lib/compile/rules.h counts on this. */
enum { STACK_BYTES = 16 * 1024 * 1024 };

static struct {
    const char *source; /* not mapped where it is empty or too long: compile refuses both */
    size_t size;
    struct image_header *image;
    struct compile_report *report;
} adopted;

static void *map(int fd, size_t size, int protection, void *address)
{
    int flags = address == NULL ? MAP_SHARED : MAP_SHARED | MAP_FIXED_NOREPLACE;
    void *memory = mmap(address, size, protection, flags, fd, 0);
    return memory == MAP_FAILED || (address != NULL && memory != address) ? NULL : memory;
}

static int adopt_memory(void)
{
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    adopted.image =
        map(COMPILER_IMAGE, IMAGE_BYTES_MAX, PROT_READ | PROT_WRITE, (void *)IMAGE_BASE);
    adopted.report = map(COMPILER_REPORT, COMPILE_REPORT_BYTES, PROT_READ | PROT_WRITE, NULL);
    return adopted.image && adopted.report ? 0 : -1;
}

/* At its first use malloc asks the kernel for a secret, which it may not once locked. */
static int wake_malloc(void)
{
    void *volatile memory = malloc(1);
    free(memory);
    return memory == NULL ? -1 : 0;
}

/* What can be given up before there is a source: it may be long in coming
 * (daemon/supervisor/spares.h). */
static int enclose(void)
{
    const int orders = COMPILER_ORDERS;
    prctl(PR_SET_NAME, "resynd-spare", 0, 0, 0);
    if (sandbox_close_all_but(&orders, 1, NULL) != 0 || sandbox_basics(1, NULL) != 0)
        return -1;
    return sandbox_enclose(NULL, NULL);
}

static int adopt_source(void)
{
    struct message message;
    struct stat about;
    int files[MESSAGE_DESCRIPTORS_MAX], count;
    if (channel_await(COMPILER_ORDERS, PEER_SUPERVISOR, PEER_COMPILER, &message, files, &count) < 0)
        return -1;
    prctl(PR_SET_NAME, "resynd-compiler", 0, 0, 0);
    if (fstat(files[0], &about) != 0 || about.st_size < 0)
        return -1;
    adopted.size = (size_t)about.st_size;
    adopted.source = "";
    if (adopted.size > 0 && adopted.size <= SOURCE_MAX)
        adopted.source = map(files[0], adopted.size, PROT_READ, NULL);
    return adopted.source ? 0 : -1;
}

static int lock(void)
{
    const struct sandbox_limits limits = {
        .address_space = COMPILER_MEMORY_BYTES,
        .stack = STACK_BYTES,
        .cpu_seconds = COMPILER_CPU_SECONDS,
        .no_files = 1,
    };
    if (sandbox_close_all_but(NULL, 0, NULL) != 0 || sandbox_limit(&limits, NULL) != 0)
        return -1;
    return sandbox_lock_compiler(NULL);
}

int main(void)
{
    if (adopt_memory() != 0 || wake_malloc() != 0 || enclose() != 0 || adopt_source() != 0 ||
        lock() != 0)
        return 1;
    compile(adopted.source, adopted.size, adopted.image, adopted.report);
    _exit(0); /* nothing to flush, and nothing that exit would run may make a call */
}
