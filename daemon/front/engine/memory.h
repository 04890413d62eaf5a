/* SPDX-License-Identifier: Apache-2.0 */
/* memory.h: memory for the engine's own bookkeeping. There is no answer to its absence that would
 * not need memory itself, so the process ends and the supervisor starts another. */
#ifndef ENGINE_MEMORY_H
#define ENGINE_MEMORY_H

#include <stddef.h>

/* Zeroed; to be freed with free(). Never NULL. */
__attribute__((returns_nonnull, malloc)) void *memory_new(size_t size);
/* The same, on a cache line of its own. */
__attribute__((returns_nonnull, malloc)) void *memory_new_aligned(size_t size);
__attribute__((returns_nonnull)) void *memory_copy(const void *bytes, size_t size);

#endif
