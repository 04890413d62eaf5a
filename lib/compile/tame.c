/* SPDX-License-Identifier: Apache-2.0 */
/* tame.c: the functions that libtcc is left with. Runs in resynd-compiler, whose filter would kill
 * the process at the first real call of their namesakes; these give a diagnostic instead. */
#include "lib/compile/tame.h"

#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

#include "lib/compile/headers.h"
#include "lib/compile/tcc_internal.h"
#include "proto/image.h"

struct tame tame;

/* ---- Files: the embedded headers, read only ---- */

enum { FILES_MAX = 64, FILE_FIRST = 1000 }; /* libtcc stops at 32 nested inclusions */

static struct {
    const struct embedded_header *header; /* NULL: free */
    size_t position;
} files[FILES_MAX];

/* Quoted inclusions come as the bare name, others with the folder before it. */
int tame_open(const char *path, int flags, ...)
{
    const size_t prefix = sizeof TAME_HEADERS "/" - 1;
    if (strncmp(path, TAME_HEADERS "/", prefix) == 0)
        path += prefix;
    const struct embedded_header *header = header_find(path);
    for (int i = 0; header != NULL && i < FILES_MAX; i++)
        if (files[i].header == NULL) {
            files[i].header = header;
            files[i].position = 0;
            return FILE_FIRST + i;
        }
    errno = ENOENT;
    return -1;
}

static bool file_is_open(int fd)
{
    return fd >= FILE_FIRST && fd < FILE_FIRST + FILES_MAX && files[fd - FILE_FIRST].header != NULL;
}

ssize_t tame_read(int fd, void *bytes, size_t size)
{
    if (!file_is_open(fd))
        return -1;
    const struct embedded_header *header = files[fd - FILE_FIRST].header;
    size_t *position = &files[fd - FILE_FIRST].position;
    size_t left = header->size - *position;
    if (size > left)
        size = left;
    memcpy(bytes, header->text + *position, size);
    *position += size;
    return (ssize_t)size;
}

int tame_close(int fd)
{
    if (!file_is_open(fd))
        return -1;
    files[fd - FILE_FIRST].header = NULL;
    return 0;
}

/* libtcc seeks in object files only, and none is ever opened. */
off_t tame_lseek(int fd, off_t offset, int whence)
{
    return -1;
}

int tame_unlink(const char *path)
{
    return -1;
}

void *tame_fdopen(int fd, const char *mode)
{
    return NULL;
}

char *tame_getcwd(char *path, size_t size)
{
    return NULL;
}

char *tame_realpath(const char *path, char *resolved)
{
    return NULL;
}

/* ---- Libraries and the process ---- */

void *tame_dlopen(const char *path, int flags)
{
    return NULL;
}

void *tame_dlsym(void *handle, const char *name)
{
    return NULL;
}

int tame_dlclose(void *handle)
{
    return 0;
}

char *tame_getenv(const char *name)
{
    return NULL;
}

/* The image is mapped writable here and never executed. */
int tame_mprotect(void *start, size_t size, int protection)
{
    return 0;
}

_Noreturn void tame_exit(int status)
{
    longjmp(tame.exit, 1);
}

/* __DATE__ and __TIME__ are always the same, so that the same source gives the same bytes. */
time_t tame_time(time_t *out)
{
    if (out != NULL)
        *out = 0;
    return 0;
}

struct tm *tame_localtime(const time_t *moment)
{
    static struct tm epoch = {.tm_mday = 1, .tm_year = 70};
    return &epoch;
}

/* ---- Memory ---- */

static void *reserve;

/* libtcc reports a refused allocation by allocating: the reserve is given back for that. */
static void *refuse_memory(void)
{
    tame.out_of_memory = true;
    free(reserve);
    reserve = NULL;
    return NULL;
}

static bool exceeds_heap(size_t size)
{
    if (reserve == NULL && !tame.out_of_memory)
        reserve = malloc(TAME_HEAP_RESERVE);
    size_t limit = TAME_HEAP_MAX + (tame.out_of_memory ? (size_t)TAME_HEAP_RESERVE : 0);
    return tame.heap > limit || size > limit - tame.heap;
}

void *tame_realloc(void *old, size_t size)
{
    size_t before = malloc_usable_size(old);
    if (size > before && exceeds_heap(size - before))
        return refuse_memory();
    void *memory = realloc(old, size);
    if (memory == NULL && size != 0)
        return refuse_memory();
    tame.heap = tame.heap - before + malloc_usable_size(memory);
    return memory;
}

void *tame_malloc(size_t size)
{
    return tame_realloc(NULL, size);
}

/* The real one knows which memory is zero already. */
void *tame_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || exceeds_heap(bytes))
        return refuse_memory();
    void *memory = calloc(count, size);
    if (memory == NULL && bytes != 0)
        return refuse_memory();
    tame.heap += malloc_usable_size(memory);
    return memory;
}

void tame_free(void *memory)
{
    tame.heap -= malloc_usable_size(memory);
    free(memory);
}

/* ---- What libtcc does inside itself ---- */

/* #pragma comment(option, …) */
void tame_tcc_set_options(void *state, const char *options)
{
    _tcc_error("#pragma comment is not offered");
}

void tame_asm_instr(void)
{
    _tcc_error("inline assembly is not offered");
}

void tame_asm_global_instr(void)
{
    _tcc_error("inline assembly is not offered");
}

/* Every object with static storage is laid out here. libtcc counts in 32 bits: an object too large
 * arrives negative. (One that wrapped to a small size is the environment's own trouble.) */
size_t tame_section_add(void *section, size_t size, int alignment)
{
    if (alignment < 1 || alignment > TAME_ALIGN_MAX)
        _tcc_error("an alignment beyond %d is not offered", (int)TAME_ALIGN_MAX);
    if (size > IMAGE_DATA_MAX || tame.objects + size > IMAGE_DATA_MAX)
        _tcc_error("static data is too large: all objects together have room for %u bytes",
                   IMAGE_DATA_MAX);
    tame.objects += size;
    return section_add(section, size, alignment);
}
