/* SPDX-License-Identifier: Apache-2.0 */
/* map.h: memory that auditor and judge inherit. */
#ifndef AUDITOR_MAP_H
#define AUDITOR_MAP_H

#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* All of it, shared, for as long as the process lives. NULL: it is empty, or no such thing. */
static inline void *map_inherited(int fd, int protection, size_t *size)
{
    struct stat about;
    if (fstat(fd, &about) < 0 || about.st_size <= 0)
        return NULL;
    *size = (size_t)about.st_size;
    void *memory = mmap(NULL, *size, protection, MAP_SHARED, fd, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

#endif
