/* SPDX-License-Identifier: Apache-2.0 */
/* quarantine.c: versions that must not go on: one whose verdicts depended on what came before, or
 * that keeps dying of its own, or that somebody has taken out. It stays in the library, with the
 * reason; its jobs are answered with it, its workers leave. The store remembers it, until somebody
 * releases it: then the version comes anew. Control loop only. */
#include <stdio.h>
#include <stdlib.h>

#include "daemon/front/engine/control.h"
#include "lib/base/log.h"

/* NULL: a check's, or gone meanwhile, or in quarantine already. */
static struct known *known_of(const struct catalog *catalog, uint64_t image)
{
    for (size_t i = 0; i < catalog->count; i++)
        for (struct known *known = catalog->titles[i]->versions; known; known = known->next)
            if (known->version->image == image && known->version->state == VERSION_SERVED)
                return known;
    return NULL;
}

/* Nobody new is given to it, and who is there is retired. */
static void withdraw_workers(struct staff *staff, struct image *image)
{
    image->withdrawn = true;
    for (unsigned role = 0; role < ROLES; role++)
        for (struct worker *worker = image->crews[role].workers; worker; worker = worker->next)
            worker_retire(staff, worker);
}

static void quarantine(struct control *control, uint64_t number, enum quarantine why,
                       const char *reason)
{
    struct image *image = image_find(&control->staff, number);
    struct known *known = known_of(&control->catalog, number);
    char quoted[400];
    if (!known || !image)
        return;
    counter_add(&control->front.gauges.quarantines[why], 1);
    log_event(LOG_ERROR, "environment quarantined", "env=%s version=%.12s reason=%s",
              known->title->name, known->version->hex, log_quote(reason, quoted, sizeof quoted));
    const struct version *served = known->version;
    known->version = version_withdraw(served, reason);
    catalog_change(&control->catalog);
    for (unsigned i = 0; i < control->front.threads; i++) {
        struct letter *letter = letter_new(LETTER_WITHDRAWN);
        letter->trouble.image = number;
        control_post(control, i, letter);
    }
    withdraw_workers(&control->staff, image);
    if (!*known->quarantine)
        changes_quarantine(control, known->title->name, known->version);
    version_release(served);
}

void quarantine_ordered(struct control *control, const struct known *known)
{
    quarantine(control, known->version->image, QUARANTINE_ORDERED, known->quarantine);
}

void quarantine_differing(struct control *control, const struct letter *letter)
{
    quarantine(control, letter->trouble.image, QUARANTINE_DIFFERING, letter->trouble.reason);
}

/* Whether this is the last of BLAMES_MAX within BLAMES_NS. */
static bool too_often(struct image *image, uint64_t now)
{
    uint64_t *oldest = &image->blamed_ns[image->blames++ % BLAMES_MAX];
    *oldest = now;
    uint64_t first = image->blamed_ns[image->blames % BLAMES_MAX];
    return image->blames >= BLAMES_MAX && now - first <= BLAMES_NS;
}

void quarantine_blamed(struct control *control, const struct letter *letter)
{
    struct image *image = image_find(&control->staff, letter->trouble.image);
    char reason[REASON_MAX];
    if (!image || !too_often(image, uv_hrtime()))
        return;
    snprintf(reason, sizeof reason,
             "its code ended %d workers within %u s, through no response's fault; last: %.120s",
             BLAMES_MAX, (unsigned)(BLAMES_NS / SECONDS(1)), letter->trouble.reason);
    quarantine(control, letter->trouble.image, QUARANTINE_BLAMED, reason);
}
