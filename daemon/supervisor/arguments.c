/* SPDX-License-Identifier: Apache-2.0 */
/* arguments.c: see arguments.h. */
#include "daemon/supervisor/arguments.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 2, 0))) static void add(struct arguments *arguments,
                                                      const char *format, va_list list)
{
    size_t room = sizeof arguments->text - arguments->used;
    char *word = arguments->text + arguments->used;
    int size = vsnprintf(word, room, format, list);
    assert(size >= 0 && (size_t)size < room && arguments->count < ARGUMENTS_MAX);
    arguments->words[arguments->count++] = word;
    arguments->words[arguments->count] = NULL;
    arguments->used += (size_t)size + 1;
}

void arguments_add(struct arguments *arguments, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    add(arguments, format, list);
    va_end(list);
}

void arguments_option(struct arguments *arguments, const char *option, const char *format, ...)
{
    va_list list;
    arguments_add(arguments, "%s", option);
    va_start(list, format);
    add(arguments, format, list);
    va_end(list);
}
