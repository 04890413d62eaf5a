/* SPDX-License-Identifier: Apache-2.0 */
/* registry_own.h: what the registry's files share. */
#ifndef STORE_REGISTRY_OWN_H
#define STORE_REGISTRY_OWN_H

#include "daemon/store/registry.h"

/* One wish, within a transaction, after everything that was written before has been applied. 0: it
 * is written; positive: enum change_end, nothing is; negative errno. */
typedef int registry_change_function(struct registry *registry, const struct message *wish,
                                     const int *descriptors);
/* NULL: the kind writes nothing. (registry_changes.c) */
registry_change_function *registry_function(enum change_kind kind);

/* What the name means; zero: nothing. */
const uint8_t *registry_active(const struct registry *registry, const char *name);

#endif
