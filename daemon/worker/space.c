/* SPDX-License-Identifier: Apache-2.0 */
/* space.c: see space.h. */
#include "daemon/worker/space.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    PAGE = 4096,
    OBJECT_ALIGN = 16, /* of what malloc gives, and enough for any struct */
    /* Cleared below an object: an index below 0 must find nothing of an earlier call. */
    UNDERRUN_BYTES = 4096,
};

static size_t pages(size_t size)
{
    return (size + PAGE - 1) & ~(size_t)(PAGE - 1);
}

/* Zeroed memory at `address`, with `below` bytes and one page above that no access survives. */
static char *region(uint64_t address, size_t size, size_t below, struct error *error)
{
    size_t whole = below + pages(size) + PAGE;
    char *start = (char *)(address - below); /* NOLINT: a fixed address */
    void *got = mmap(start, whole, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (got == start && mprotect(start + below, pages(size), PROT_READ | PROT_WRITE) == 0)
        return start + below;
    error_set(error, -ENOMEM, "cannot map %zu bytes for calls: %s", size, strerror(errno));
    return NULL;
}

/* movabs $function, %r11; jmp *%r11 */
static void stub_write(unsigned char *stub, void (*function)(void))
{
#ifdef __x86_64__
    static const unsigned char head[] = {0x49, 0xbb}, tail[] = {0x41, 0xff, 0xe3};
    memcpy(stub, head, sizeof head);
    memcpy(stub + sizeof head, &function, sizeof function);
    memcpy(stub + sizeof head + sizeof function, tail, sizeof tail);
#else
#error "stubs are written for x86_64 only"
#endif
}

static int stubs_fill(int fd, size_t size)
{
    if (ftruncate(fd, (off_t)size) < 0)
        return -errno;
    unsigned char *stubs = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (stubs == MAP_FAILED)
        return -errno;
    memset(stubs, 0xcc, size); /* int3: past the last stub there is nothing to run */
    for (size_t i = 0; i < offered_count; i++)
        stub_write(stubs + i * STUB_BYTES, offered[i].function);
    return munmap(stubs, size) < 0 ? -errno : 0;
}

/* Written in one mapping and run in another, when the first is gone: no memory that was written
 * becomes executable, which a service manager may forbid (MemoryDenyWriteExecute=). */
static int stubs_open(struct error *error)
{
    size_t size = pages(offered_count * STUB_BYTES);
    if (size >= IMAGE_BASE - STUB_BASE)
        return error_set(error, -E2BIG, "too many offered functions");
    int fd = memfd_create("resynd-stubs", MFD_CLOEXEC);
    int result = fd < 0 ? -errno : stubs_fill(fd, size);
    void *stubs = result < 0 ? NULL
                             : mmap((void *)STUB_BASE, size, PROT_READ | PROT_EXEC,
                                    MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, 0);
    if (result == 0 && stubs != (void *)STUB_BASE)
        result = stubs == MAP_FAILED ? -errno : -EEXIST;
    if (fd >= 0)
        close(fd);
    return result < 0 ? error_set(error, result, "cannot map the stubs: %s", strerror(-result)) : 0;
}

/* The things on the desk follow each other, a guard page between two. */
static char *desk_place(uint64_t *address, size_t size, struct error *error)
{
    char *place = region(*address, size, 0, error);
    *address += pages(size) + PAGE;
    return place;
}

static int desk_open(struct space *space, struct error *error)
{
    uint64_t address = DESK_BASE;
    space->answer_size = answer_bytes();
    space->states = desk_place(&address, RS_STATE_MAX, error);
    space->witnesses = desk_place(&address, RS_WITNESS_MAX, error);
    space->text = desk_place(&address, RS_TEXT_MAX + 1, error);
    space->writer = (void *)desk_place(&address, sizeof *space->writer, error);
    space->random = (void *)desk_place(&address, sizeof *space->random, error);
    space->answer = desk_place(&address, space->answer_size, error);
    bool whole = space->states && space->witnesses && space->text && space->writer &&
                 space->random && space->answer;
    bool clear = address <= STACK_TOP - STACK_KIB_MAX * 1024ul - STACK_GUARD_BYTES;
    return whole && clear ? 0 : -ENOMEM;
}

int space_prepare(struct space *space, struct error *error)
{
    int result = desk_open(space, error);
    return result < 0 ? result : stubs_open(error);
}

int space_open(struct space *space, const struct image_header *header, size_t stack, size_t heap,
               struct error *error)
{
    space->data = (char *)(IMAGE_BASE + PAGE + header->text_size); /* NOLINT: a fixed address */
    space->data_size = header->data_size;
    space->stack_size = pages(stack);
    space->stack = region(STACK_TOP - space->stack_size, stack, STACK_GUARD_BYTES, error);
    char *arena = region(ARENA_BASE, heap, PAGE, error);
    if (!space->stack || !arena)
        return -ENOMEM;
    arena_init(arena, heap);
    return 0;
}

static void *at_end(char *room, size_t room_size, size_t size)
{
    size_t used = (size + OBJECT_ALIGN - 1) & ~(size_t)(OBJECT_ALIGN - 1);
    size_t cleared = used < room_size - UNDERRUN_BYTES ? used + UNDERRUN_BYTES : room_size;
    memset(room + room_size - cleared, 0, cleared);
    return room + room_size - used;
}

void *space_state(const struct space *space, size_t size)
{
    return at_end(space->states, RS_STATE_MAX, size);
}

void *space_witness(const struct space *space, size_t size)
{
    return at_end(space->witnesses, RS_WITNESS_MAX, size);
}

struct rs_text *space_writer(const struct space *space)
{
    memset(space->text, 0, RS_TEXT_MAX + 1);
    text_init(space->writer, space->text);
    return space->writer;
}
