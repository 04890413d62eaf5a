/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.c: see lookup.h. */
#include "daemon/front/lookup.h"

#include <stdlib.h>
#include <string.h>

struct lookup {
    struct change change;          /* first: what the engine gives back is the lookup */
    void (*looked)(void *context); /* NULL: abandoned */
    void *context;
};

static void done(struct change *change, const struct changed *changed)
{
    struct lookup *lookup = (struct lookup *)change;
    void (*looked)(void *) = lookup->looked;
    void *context = lookup->context;
    free(lookup);
    if (looked)
        looked(context);
}

struct lookup *lookup_start(struct engine *engine, const struct address *address,
                            void (*looked)(void *context), void *context)
{
    struct lookup *lookup = engine_shares(engine) ? calloc(1, sizeof *lookup) : NULL;
    if (!lookup)
        return NULL;
    lookup->change.kind = CHANGE_LOOK;
    lookup->change.done = done;
    memcpy(lookup->change.name, address->name, sizeof lookup->change.name);
    lookup->looked = looked;
    lookup->context = context;
    engine_change(engine, &lookup->change);
    return lookup;
}

void lookup_abandon(struct lookup *lookup)
{
    if (lookup)
        lookup->looked = NULL;
}
