/* SPDX-License-Identifier: Apache-2.0 */
/* scoring_find.c: from an address to a version that can run (scoring.h). */
#include <stdio.h>

#include "daemon/front/scoring.h"

const struct version *scoring_find_version(struct engine *engine, const struct address *address,
                                           enum outcome *outcome, char reason[VERDICT_REASON_MAX])
{
    const struct library *library = engine_library(engine);
    const struct library_entry *entry = library_find(library, address->name);
    if (!entry) {
        const char *nearest = library_nearest(library, address->name);
        *outcome = OUTCOME_UNKNOWN_ENVIRONMENT;
        snprintf(reason, VERDICT_REASON_MAX, "there is no environment '%s'%s%s%s", address->name,
                 nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
        return NULL;
    }
    const struct version *version =
        *address->version ? library_find_version(entry, address->version) : entry->active;
    if (!version) {
        *outcome = OUTCOME_UNKNOWN_VERSION;
        snprintf(reason, VERDICT_REASON_MAX, "%s%s%s is not here; %s%.*s", address->name,
                 *address->version ? "@" : "", address->version,
                 entry->active ? "the active version is " : "no version is active",
                 entry->active ? VERSION_SHORT : 0, entry->active ? entry->active->hex : "");
        return NULL;
    }
    *outcome = OUTCOME_OK;
    return version;
}

enum outcome scoring_check_version(const struct version *version, char reason[VERDICT_REASON_MAX])
{
    if (version->state == VERSION_SERVED)
        return OUTCOME_OK;
    if (version->state == VERSION_PENDING)
        snprintf(reason, VERDICT_REASON_MAX, "%s is being compiled, or put through the gate",
                 version->name);
    else
        snprintf(reason, VERDICT_REASON_MAX, "%s cannot run: %s", version->name, version->failure);
    return OUTCOME_UNAVAILABLE;
}
