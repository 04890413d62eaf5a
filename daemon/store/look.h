/* SPDX-License-Identifier: Apache-2.0 */
/* look.h: one look at the directories: list, read, compare, tell. */
#ifndef STORE_LOOK_H
#define STORE_LOOK_H

#include "daemon/store/store.h"

/* Blocks for as long as the files take to read. Returns after how many milliseconds to look again
 * even if nothing is heard of. */
uint64_t look(struct store *store);

#endif
