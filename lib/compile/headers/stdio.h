/* SPDX-License-Identifier: Apache-2.0 */
/* stdio.h: text in memory; there are no files. */
#ifndef STDIO_H
#define STDIO_H

#include <stdarg.h>
#include <stddef.h>

#define EOF (-1)

int snprintf(char *restrict to, size_t size, const char *restrict format, ...);
int vsnprintf(char *restrict to, size_t size, const char *restrict format, va_list arguments);
int sscanf(const char *restrict text, const char *restrict format, ...);
int vsscanf(const char *restrict text, const char *restrict format, va_list arguments);

#endif
