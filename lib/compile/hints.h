/* SPDX-License-Identifier: Apache-2.0 */
/* hints.h: what an author should do instead. */
#ifndef COMPILE_HINTS_H
#define COMPILE_HINTS_H

#include <stdbool.h>
#include <stddef.h>

/* For a name that is not declared: the header to include, what to use instead, or how to find what
 * is offered. Empty where there is nothing to say. `out` is NUL-terminated. */
void hint_for_name(const char *name, char *out, size_t size);

/* For one of libtcc's messages; `name` is what it quotes, or "". */
void hint_for_message(const char *message, const char *name, char *out, size_t size);

/* True where libtcc's warning says nothing against the code. */
bool warning_is_harmless(const char *message);

#endif
