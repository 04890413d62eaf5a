/* SPDX-License-Identifier: Apache-2.0 */
/* publish.c: the snapshots of the library that threads read: taken when it has changed, and posted
 * to each thread, which drops the one before. */
#include "daemon/front/engine/control.h"

/* Times as long as a snapshot took, before the next: five hundred entries that come one after the
 * other are not five hundred snapshots, and a single one is not waited for. */
enum { REST = 20 };

static void fill_entry(struct snapshot *snapshot, struct library_entry *entry,
                       const struct title *title)
{
    entry->versions = snapshot->versions + snapshot->version_count;
    entry->name = title->versions->version->name;
    entry->active = title->active ? title->active->version : NULL;
    for (const struct known *known = title->versions; known; known = known->next) {
        snapshot->versions[snapshot->version_count++] = version_hold(known->version);
        entry->version_count++;
    }
}

static struct snapshot *take_snapshot(const struct catalog *catalog)
{
    struct snapshot *snapshot = snapshot_new(catalog->count, catalog->version_count);
    for (size_t i = 0; i < catalog->count; i++)
        fill_entry(snapshot, &snapshot->entries[i], catalog->titles[i]);
    return snapshot;
}

static void set_gauges(const struct catalog *catalog)
{
    struct gauges *gauges = &catalog->control->front.gauges;
    size_t served = 0, failed = 0, quarantined = 0, pending = 0;
    for (size_t i = 0; i < catalog->count; i++) {
        const struct title *title = catalog->titles[i];
        bool ill = title->active && title->active->version->state == VERSION_QUARANTINED;
        served += title->active && !ill;
        quarantined += ill;
        failed += title->wanted && title->wanted->version->state == VERSION_FAILED;
        pending += title->wanted && title->wanted->version->state == VERSION_PENDING;
    }
    atomic_store(&gauges->environments_served, served);
    atomic_store(&gauges->environments_failed, failed);
    atomic_store(&gauges->environments_quarantined, quarantined);
    atomic_store(&gauges->environments_pending, pending);
}

static void publish(uv_timer_t *timer)
{
    struct catalog *catalog = timer->data;
    struct control *control = catalog->control;
    uint64_t began = uv_hrtime();
    struct snapshot *snapshot = take_snapshot(catalog);
    catalog->changed = false;
    set_gauges(catalog);
    for (unsigned i = 0; i < control->front.threads; i++) {
        struct letter *letter = letter_new(LETTER_LIBRARY);
        letter->snapshot = snapshot_hold(snapshot);
        control_post(control, i, letter);
        catalog->untaken++;
    }
    snapshot_release(snapshot);
    uint64_t now = uv_hrtime();
    catalog->rest_until_ns = now + REST * (now - began);
}

void catalog_change(struct catalog *catalog)
{
    uint64_t now = uv_hrtime(), until = catalog->rest_until_ns;
    catalog->changed = true;
    if (!catalog->control->stopping && !uv_is_active((uv_handle_t *)&catalog->timer))
        uv_timer_start(&catalog->timer, publish, now < until ? (until - now) / 1000000 : 0, 0);
}

void catalog_open(struct catalog *catalog, struct control *control)
{
    catalog->control = control;
    uv_timer_init(&control->loop, &catalog->timer);
    catalog->timer.data = catalog;
}

void catalog_close(struct catalog *catalog)
{
    uv_close((uv_handle_t *)&catalog->timer, NULL);
}
