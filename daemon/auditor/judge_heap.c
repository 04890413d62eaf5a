/* SPDX-License-Identifier: Apache-2.0 */
/* judge_heap.c: the heap of a call, in place of the runtime's arena: each block is one of
 * AddressSanitizer's, so that the byte behind it is nobody's. Zeroed, as the arena's first blocks
 * are. What the arena's headers take is not counted: a call may get a little more. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/runtime/offered.h"
#include "lib/runtime/runtime.h"

/* Where blocks are, apart from them: an overflow to the left is a finding, not a lost list. */
enum { BLOCKS_MAX = 1 << 20 };
static struct {
    void **blocks; /* BLOCKS_MAX of them; sparse */
    size_t *sizes;
    size_t count, used, size;
} heap;

/* `memory` is not used: the blocks are malloc's. */
void arena_init(void *memory, size_t size)
{
    if (!heap.blocks) {
        heap.blocks = calloc(BLOCKS_MAX, sizeof *heap.blocks);
        heap.sizes = calloc(BLOCKS_MAX, sizeof *heap.sizes);
    }
    heap.size = heap.blocks && heap.sizes ? size : 0;
    heap.count = heap.used = 0;
    strtok_forget();
}

void arena_reset(void)
{
    for (size_t i = 0; i < heap.count; i++)
        free(heap.blocks[i]);
    arena_init(NULL, heap.size);
}

void *arena_try(size_t size)
{
    if (size > heap.size - heap.used || heap.count == BLOCKS_MAX)
        return NULL;
    void *block = calloc(1, size ? size : 1);
    if (!block)
        return NULL;
    heap.blocks[heap.count] = block;
    heap.sizes[heap.count++] = size;
    heap.used += size;
    return block;
}

void *offer_malloc(size_t size)
{
    char text[REASON_MAX];
    void *block = arena_try(size);
    if (block)
        return block;
    snprintf(text, sizeof text, "malloc of %zu bytes: the heap of %zu KiB is used up", size,
             heap.size / 1024);
    runtime_end(LAST_WORDS_MEMORY, text);
}

void *offer_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = SIZE_MAX;
    return offer_malloc(bytes);
}

/* The newest first: most blocks are freed soon. BLOCKS_MAX: there is none. */
static size_t find(const void *memory)
{
    for (size_t i = heap.count; i-- > 0;)
        if (heap.blocks[i] == memory)
            return i;
    return BLOCKS_MAX;
}

/* What malloc did not give is for AddressSanitizer to report. */
void offer_free(void *memory)
{
    size_t at = memory ? find(memory) : BLOCKS_MAX;
    if (at < BLOCKS_MAX) {
        heap.used -= heap.sizes[at];
        heap.blocks[at] = heap.blocks[--heap.count];
        heap.sizes[at] = heap.sizes[heap.count];
    }
    free(memory);
}

void *offer_realloc(void *memory, size_t size)
{
    if (!memory)
        return offer_malloc(size);
    if (!size) {
        offer_free(memory);
        return NULL;
    }
    size_t at = find(memory);
    size_t kept = at < BLOCKS_MAX ? heap.sizes[at] : 0;
    void *moved = memcpy(offer_malloc(size), memory, kept < size ? kept : size);
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
