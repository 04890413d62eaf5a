/* SPDX-License-Identifier: Apache-2.0 */
/* sanitizer.h: what the sandbox of a sanitizer build must leave open, so that a finding inside a
 * locked process ends it with SANITIZER_EXIT and is not taken for an environment's crash. The hole
 * in the filters is a table too (role_sanitizer.c). */
#ifndef SANDBOX_SANITIZER_H
#define SANDBOX_SANITIZER_H

#ifdef SANITIZED
#define SANITIZER_PRESENT 1
#else
#define SANITIZER_PRESENT 0
#endif

enum { SANITIZER_EXIT = 86 };

/* Called so that the linker takes sanitizer.c, with the defaults in it, out of the library. */
void sanitizer_linked(void);

/* Lets the sanitizer read now what it cannot once the process is locked. */
void sanitizer_prepare(void);

#endif
