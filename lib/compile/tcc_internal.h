/* SPDX-License-Identifier: Apache-2.0 */
/* tcc_internal.h: functions of libtcc.a that its own header does not declare, and the names that
 * tame-libtcc.py makes it call. */
#ifndef COMPILE_TCC_INTERNAL_H
#define COMPILE_TCC_INTERNAL_H

#include <stddef.h>
#include <sys/types.h>
#include <time.h>

/* Reports an error at the place that is being read, and does not return to it. */
__attribute__((format(printf, 1, 2))) _Noreturn void _tcc_error(const char *format, ...);
size_t section_add(void *section, size_t size, int alignment);

int tame_open(const char *path, int flags, ...);
ssize_t tame_read(int fd, void *bytes, size_t size);
int tame_close(int fd);
off_t tame_lseek(int fd, off_t offset, int whence);
int tame_unlink(const char *path);
void *tame_fdopen(int fd, const char *mode);
char *tame_getcwd(char *path, size_t size);
char *tame_realpath(const char *path, char *resolved);
void *tame_dlopen(const char *path, int flags);
void *tame_dlsym(void *handle, const char *name);
int tame_dlclose(void *handle);
char *tame_getenv(const char *name);
int tame_mprotect(void *start, size_t size, int protection);
_Noreturn void tame_exit(int status);
time_t tame_time(time_t *out);
struct tm *tame_localtime(const time_t *moment);
void *tame_malloc(size_t size);
void *tame_calloc(size_t count, size_t size);
void *tame_realloc(void *old, size_t size);
void tame_free(void *memory);
void tame_tcc_set_options(void *state, const char *options);
void tame_asm_instr(void);
void tame_asm_global_instr(void);
size_t tame_section_add(void *section, size_t size, int alignment);

#endif
