/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c: the heap of a call: blocks are handed out one behind the other. What is freed comes back
 * when it is the last block, or becomes it; all comes back at the end of the call. The headers lie
 * between the blocks, where the environment can overwrite them, so each is checked before use. */
#include "lib/runtime/runtime.h"

#include <string.h>

#include "lib/runtime/offered.h"

enum { ALIGNMENT = 16 };

struct block {
    uint64_t size;     /* of what follows; a multiple of ALIGNMENT */
    uint32_t previous; /* where the block before starts, in units of ALIGNMENT; FIRST: none */
    uint32_t mark;
};
_Static_assert(sizeof(struct block) == ALIGNMENT, "blocks stay aligned");

enum { FIRST = 0xffffffff, IN_USE = 0x5e1f00d5, FREED = 0x0dead0b1 };

static struct {
    char *memory;
    size_t size;
    size_t top;    /* bytes up to the end of the last block */
    uint32_t last; /* the last block, or FIRST */
    bool touched;
} arena = {.last = FIRST};

void arena_init(void *memory, size_t size)
{
    arena.memory = memory;
    arena.size = memory ? size & ~(size_t)(ALIGNMENT - 1) : 0;
    arena.top = 0;
    arena.last = FIRST;
    arena.touched = false;
    strtok_forget();
}

void arena_reset(void)
{
    /* The whole, because code that writes past its block is what this is for. */
    if (arena.touched)
        memory_clear(arena.memory, arena.size);
    arena_init(arena.memory, arena.size);
}

static struct block *block_at(uint32_t place)
{
    return (struct block *)(void *)(arena.memory + (size_t)place * ALIGNMENT);
}

static size_t rounded(size_t size)
{
    return size ? (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1) : ALIGNMENT;
}

void *arena_try(size_t size)
{
    size_t left = arena.size - arena.top;
    if (left < sizeof(struct block) + ALIGNMENT || size > left - sizeof(struct block))
        return NULL;
    uint32_t place = (uint32_t)(arena.top / ALIGNMENT);
    *block_at(place) = (struct block){rounded(size), arena.last, IN_USE};
    arena.last = place;
    arena.top += sizeof(struct block) + rounded(size);
    arena.touched = true;
    return block_at(place) + 1;
}

static _Noreturn void exhausted(size_t size)
{
    char text[REASON_MAX];
    offer_snprintf(text, sizeof text, "malloc of %zu bytes: the heap of %zu KiB is used up", size,
                   arena.size / 1024);
    runtime_end(LAST_WORDS_MEMORY, text);
}

void *offer_malloc(size_t size)
{
    void *block = arena_try(size);
    if (!block)
        exhausted(size);
    return block;
}

void *offer_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        exhausted(SIZE_MAX);
    return memset(offer_malloc(bytes), 0, bytes);
}

/* The place of the block in use whose memory starts at `memory`. `verb` says what is being done. */
static uint32_t find(const void *memory, const char *verb)
{
    size_t offset = (uintptr_t)memory - (uintptr_t)arena.memory;
    const char *problem = "a pointer that malloc did not give";
    if ((uintptr_t)memory > (uintptr_t)arena.memory && offset < arena.top &&
        offset % ALIGNMENT == 0) {
        uint32_t place = (uint32_t)(offset / ALIGNMENT) - 1;
        const struct block *block = block_at(place);
        if (block->mark == IN_USE && block->size % ALIGNMENT == 0 && block->size >= ALIGNMENT &&
            block->size <= arena.top - offset)
            return place;
        problem = block->mark == FREED ? "a block that was freed already"
                                       : "a block whose header is overwritten";
    }
    char text[REASON_MAX];
    offer_snprintf(text, sizeof text, "%s of %s", verb, problem);
    runtime_end(LAST_WORDS_CRASH, text);
}

/* Gives back the last blocks, as far as they are freed. */
static void shrink(void)
{
    while (arena.last != FIRST && block_at(arena.last)->mark == FREED) {
        uint32_t previous = block_at(arena.last)->previous;
        if (previous != FIRST && previous >= arena.last)
            return; /* overwritten: this part stays lost */
        arena.top = (size_t)arena.last * ALIGNMENT;
        arena.last = previous;
    }
}

void offer_free(void *memory)
{
    if (!memory)
        return;
    block_at(find(memory, "free"))->mark = FREED;
    shrink();
}

/* The last block can grow in place. */
static bool resize_last(struct block *block, size_t size)
{
    size_t start = (size_t)((char *)(block + 1) - arena.memory);
    if (size > arena.size - start)
        return false;
    block->size = rounded(size);
    arena.top = start + block->size;
    return true;
}

void *offer_realloc(void *memory, size_t size)
{
    if (!memory)
        return offer_malloc(size);
    if (!size) {
        offer_free(memory);
        return NULL;
    }
    uint32_t place = find(memory, "realloc");
    struct block *block = block_at(place);
    if (place == arena.last && resize_last(block, size))
        return memory;
    if (size <= block->size)
        return memory;
    size_t kept = block->size;
    void *moved = memcpy(offer_malloc(size), memory, kept);
    offer_free(memory);
    return moved;
}

char *offer_strndup(const char *string, size_t size)
{
    size_t length = strnlen(string, size);
    char *copy = memcpy(offer_malloc(length + 1), string, length);
    copy[length] = 0;
    return copy;
}

char *offer_strdup(const char *string)
{
    return offer_strndup(string, strlen(string));
}
