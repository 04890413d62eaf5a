/* SPDX-License-Identifier: Apache-2.0 */
/* arguments.h: a child's command line, made word by word. */
#ifndef SUPERVISOR_ARGUMENTS_H
#define SUPERVISOR_ARGUMENTS_H

#include <limits.h>
#include <stddef.h>

enum { ARGUMENTS_MAX = 40, ARGUMENTS_BYTES = 4 * PATH_MAX };

struct arguments {
    char *words[ARGUMENTS_MAX + 1]; /* NULL-terminated; in `text` */
    size_t count, used;
    char text[ARGUMENTS_BYTES];
};
#define ARGUMENTS_INIT ((struct arguments){.count = 0})

/* Adds one word. What does not fit is a bug: it ends the process. */
__attribute__((format(printf, 2, 3))) void arguments_add(struct arguments *arguments,
                                                         const char *format, ...);
/* Adds two: an option, and its value. */
__attribute__((format(printf, 3, 4))) void
arguments_option(struct arguments *arguments, const char *option, const char *format, ...);

#endif
