/* SPDX-License-Identifier: Apache-2.0 */
/* sanitizer.h: what the sandbox of a sanitizer build must leave open, so that a finding inside a
 * locked process ends it with SANITIZER_EXIT and is not taken for an environment's crash. */
#ifndef SANDBOX_SANITIZER_H
#define SANDBOX_SANITIZER_H

#include <seccomp.h>

#ifdef SANITIZED
#define SANITIZER_PRESENT 1
#else
#define SANITIZER_PRESENT 0
#endif

enum { SANITIZER_EXIT = 86 };

/* Called so that the linker takes sanitizer.c, with the defaults in it, out of the library. */
void sanitizer_linked(void);

/* Lets the report out of `filter`: standard error, memory, its own signals. Does nothing in other
 * builds. 0 or a negative errno. */
int sanitizer_permit(scmp_filter_ctx filter);

#endif
