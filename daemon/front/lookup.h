/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.h: a version that is not known here may have been put through another replica since the
 * store last looked, and may be on its way still: it looks again, and what comes of it is waited
 * for, before anybody is told that there is none. */
#ifndef FRONT_LOOKUP_H
#define FRONT_LOOKUP_H

#include "daemon/front/engine.h"
#include "daemon/front/request_address.h"

struct lookup;

/* `looked` is called once, not from within, when what others have put so far is in the library, or
 * could not be read. NULL: there is nothing to hope for, and it will not be called. */
struct lookup *lookup_start(struct engine *engine, const struct address *address,
                            void (*looked)(void *context), void *context);
/* Then it will not be called. NULL: nothing. */
void lookup_abandon(struct lookup *lookup);

#endif
