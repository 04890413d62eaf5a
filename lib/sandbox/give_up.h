/* SPDX-License-Identifier: Apache-2.0 */
/* give_up.h: user id, root directory and capabilities, as far as a process has what it takes to
 * give them up. What cannot be given up was not there or stays, and the caller is told which. */
#ifndef SANDBOX_GIVE_UP_H
#define SANDBOX_GIVE_UP_H

#include <linux/capability.h>
#include <stdint.h>

#include "lib/base/error.h"

#define CAPABILITY_BIT(capability) ((uint64_t)1 << (capability))

/* Effective capabilities of this process. */
uint64_t capabilities(void);
/* Leaves of them only those in `kept`, and none that an exec would pass on. */
int give_up_capabilities(uint64_t kept, struct error *error);
/* The same, for who starts others: what is kept is passed on. */
int keep_capabilities(uint64_t kept, struct error *error);

/* Each: 1 done; 0 not possible here (no capability, no /proc, no such user id in this user
 * namespace); negative errno: should have been possible. */
int give_up_root(struct error *error); /* the root directory becomes an empty one */
int give_up_user(struct error *error); /* a user id that no other process has */

#endif
