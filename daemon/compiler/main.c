/* SPDX-License-Identifier: Apache-2.0 */
/* main.c: resynd-compiler compiles one source into one image, and exits. It is started with three
 * descriptors (proto/diagnostic.h) and no others of use; it opens nothing, says nothing, and ends
 * with status 0 whenever the report is finished. Before the first byte of the source is looked at,
 * all that is left to it is memory. */
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int adopt(void)
{
    struct stat about;
    if (fstat(COMPILER_SOURCE, &about) != 0 || about.st_size < 0)
        return -1;
    adopted.size = (size_t)about.st_size;
    adopted.source = "";
    if (adopted.size > 0 && adopted.size <= SOURCE_MAX)
        adopted.source = map(COMPILER_SOURCE, adopted.size, PROT_READ, NULL);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    adopted.image =
        map(COMPILER_IMAGE, IMAGE_BYTES_MAX, PROT_READ | PROT_WRITE, (void *)IMAGE_BASE);
    adopted.report = map(COMPILER_REPORT, COMPILE_REPORT_BYTES, PROT_READ | PROT_WRITE, NULL);
    return adopted.source && adopted.image && adopted.report ? 0 : -1;
}

/* At its first use malloc asks the kernel for a secret, which it may not once locked. */
static int wake_malloc(void)
{
    void *volatile memory = malloc(1);
    free(memory);
    return memory == NULL ? -1 : 0;
}

static int lock(void)
{
    const struct sandbox_limits limits = {
        .address_space = COMPILER_MEMORY_BYTES,
        .stack = STACK_BYTES,
        .cpu_seconds = COMPILER_CPU_SECONDS,
        .no_files = 1,
    };
    if (sandbox_close_all_but(NULL, 0, NULL) != 0 || sandbox_basics(1, NULL) != 0 ||
        sandbox_enclose(NULL, NULL) != 0 || sandbox_limit(&limits, NULL) != 0)
        return -1;
    return sandbox_lock_compiler(NULL);
}

int main(void)
{
    if (adopt() != 0 || wake_malloc() != 0 || lock() != 0)
        return 1;
    compile(adopted.source, adopted.size, adopted.image, adopted.report);
    _exit(0); /* nothing to flush, and nothing that exit would run may make a call */
}
