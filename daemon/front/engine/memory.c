/* SPDX-License-Identifier: Apache-2.0 */
/* memory.c: see memory.h. */
#include "daemon/front/engine/memory.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"

enum { CACHE_LINE = 64 };

static void *require(void *memory, size_t size)
{
    if (!memory) {
        log_event(LOG_ERROR, "out of memory", "bytes=%zu", size);
        _exit(1);
    }
    return memory;
}

void *memory_new(size_t size)
{
    return require(calloc(1, size ? size : 1), size);
}

void *memory_new_aligned(size_t size)
{
    size_t whole = (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    return memset(require(aligned_alloc(CACHE_LINE, whole), whole), 0, whole);
}

void *memory_copy(const void *bytes, size_t size)
{
    void *copy = memory_new(size);
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}
