/* SPDX-License-Identifier: Apache-2.0 */
/* landlock.h: what a process may do with files, TCP ports, abstract sockets and signals, by the
 * kernel's Landlock, of whatever age the kernel is: rights that it does not know are left out.
 * Rules only ever take away, and are inherited. All but landlock_abi need no_new_privs. */
#ifndef SANDBOX_LANDLOCK_H
#define SANDBOX_LANDLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/error.h"

/* The kernel's numbers; Debian 12's headers end at the second version. */
#define LANDLOCK_EXECUTE ((uint64_t)1 << 0)
#define LANDLOCK_WRITE ((uint64_t)1 << 1)                     /* an existing file */
#define LANDLOCK_READ ((uint64_t)1 << 2 | (uint64_t)1 << 3)   /* files and folders */
#define LANDLOCK_REMOVE ((uint64_t)1 << 4 | (uint64_t)1 << 5) /* folders and files */
/* Files of one's own in a folder: made, read, changed, removed. */
#define LANDLOCK_KEEP \
    (LANDLOCK_WRITE | LANDLOCK_READ | (uint64_t)1 << 5 | (uint64_t)1 << 8 | (uint64_t)1 << 14)
#define LANDLOCK_MAKE_FOLDER ((uint64_t)1 << 7)
#define LANDLOCK_ALL_FILES (((uint64_t)1 << 16) - 1) /* as of version 5 */

/* The version that the kernel offers; 0 where it offers none. */
int landlock_abi(void);

struct landlock {
    int ruleset; /* −1: none */
    uint64_t handled;
};

/* Begins rules that forbid `files` (LANDLOCK_…) everywhere, binding TCP and, unless it `connects`,
 * connecting, and signals and abstract sockets to the outside. 1: begun; 0: the kernel has no
 * Landlock; negative errno. */
int landlock_open(struct landlock *landlock, uint64_t files, bool connects, struct error *error);
/* Allows `rights` for a file, or below a folder. 0 or negative errno. */
int landlock_allow(const struct landlock *landlock, const char *path, uint64_t rights,
                   struct error *error);
int landlock_allow_fd(const struct landlock *landlock, int fd, uint64_t rights,
                      struct error *error);
/* Enters the rules where `so_far`, the result of the calls before, is 1; closes them in any case.
 * 1: entered; 0: none; negative errno. */
int landlock_enter(struct landlock *landlock, int so_far, struct error *error);

#endif
