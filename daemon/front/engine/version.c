/* SPDX-License-Identifier: Apache-2.0 */
/* version.c: see version.h. */
#include "daemon/front/engine/version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/front/engine/memory.h"

struct held_version {
    struct version version; /* first */
    atomic_uint holders;
    struct source *source;
    struct mailbox *home;
    int image_file;         /* −1: none */
    struct letter farewell; /* so that letting go cannot fail */
    atomic_bool withdrawn;
    char reason[REASON_MAX]; /* where withdrawn */
};

static struct held_version *held(const struct version *version)
{
    /* Callers see a version as const; its holder count is not part of what they see. */
    return (struct held_version *)(uintptr_t)version;
}

struct source *source_new(const char *bytes, size_t size)
{
    struct source *source = memory_new(sizeof *source + size + 1);
    atomic_init(&source->holders, 1);
    source->size = size;
    if (bytes && size)
        memcpy(source->bytes, bytes, size);
    return source;
}

void source_release(struct source *source)
{
    if (source && atomic_fetch_sub_explicit(&source->holders, 1, memory_order_acq_rel) == 1)
        free(source);
}

struct version *version_new(const char *name, const uint8_t hash[HASH_BYTES], struct source *source,
                            struct mailbox *home)
{
    struct held_version *held = memory_new(sizeof *held);
    struct version *version = &held->version;
    snprintf(version->name, sizeof version->name, "%s", name);
    memcpy(version->hash, hash, HASH_BYTES);
    hash_hex(hash, version->hex);
    version->source = source->bytes;
    version->source_size = source->size;
    atomic_fetch_add_explicit(&source->holders, 1, memory_order_relaxed);
    atomic_init(&held->holders, 1);
    held->source = source;
    held->home = home;
    held->image_file = -1;
    return version;
}

struct source *version_source(const struct version *version)
{
    return held(version)->source;
}

void version_set_report(struct version *version, const struct compile_report *report)
{
    /* Only the diagnostics that are there: a report of none would cost 26 KB a version. */
    size_t size =
        offsetof(struct compile_report, diagnostics) + report->count * sizeof *report->diagnostics;
    version->report = memory_copy(report, size);
}

void version_set_gate(struct version *version, enum gated gated, const char *report, size_t size)
{
    free((void *)(uintptr_t)version->gate_report);
    version->gated = gated;
    version->gate_report = report ? memory_copy(report, size) : NULL;
    version->gate_report_size = size;
}

void version_judge(const struct version *version, const struct examined *examined)
{
    version_set_gate(&held(version)->version, examined->gated, examined->report,
                     examined->report_size);
}

void version_set_image_file(struct version *version, int file)
{
    held(version)->image_file = file;
}

int version_image_file(const struct version *version)
{
    return held(version)->image_file;
}

const struct version *version_hold(const struct version *version)
{
    atomic_fetch_add_explicit(&held(version)->holders, 1, memory_order_relaxed);
    return version;
}

void version_release(const struct version *version)
{
    struct held_version *object = held(version);
    if (!version || atomic_fetch_sub_explicit(&object->holders, 1, memory_order_acq_rel) != 1)
        return;
    object->farewell.kind = LETTER_FREED;
    object->farewell.version = version;
    mailbox_post(object->home, &object->farewell);
}

void version_free(const struct version *version)
{
    struct held_version *object = held(version);
    source_release(object->source);
    if (object->image_file >= 0)
        close(object->image_file);
    free((void *)(uintptr_t)version->examples);
    free((void *)(uintptr_t)version->report);
    free((void *)(uintptr_t)version->gate_report);
    free(object);
}

const struct version *version_withdraw(const struct version *version, const char *reason)
{
    struct held_version *object = held(version);
    struct version *copy = version_new(version->name, version->hash, object->source, object->home);
    copy->state = VERSION_QUARANTINED;
    copy->number = version->number;
    copy->epoch = version->epoch;
    copy->description = version->description;
    copy->examples = memory_copy(version->examples, version->examples_size);
    copy->examples_size = version->examples_size;
    version_set_report(copy, version->report);
    version_set_gate(copy, version->gated, version->gate_report, version->gate_report_size);
    snprintf(copy->failure, sizeof copy->failure, "in quarantine: %s", reason);
    snprintf(object->reason, sizeof object->reason, "in quarantine: %s", reason);
    atomic_store_explicit(&object->withdrawn, true, memory_order_release);
    return copy;
}

const char *version_withdrawn(const struct version *version)
{
    const struct held_version *object = held(version);
    bool withdrawn = atomic_load_explicit(&object->withdrawn, memory_order_acquire);
    return withdrawn ? object->reason : NULL;
}

struct limits version_limits(const struct version *version)
{
    if (version->state != VERSION_SERVED)
        return (struct limits){CPU_MS_DEFAULT, MEMORY_KIB_DEFAULT, STACK_KIB_DEFAULT};
    const struct description *description = &version->description;
    return (struct limits){description->cpu_ms, description->memory_kib, description->stack_kib};
}

struct snapshot *snapshot_new(size_t entries, size_t versions)
{
    struct snapshot *snapshot = memory_new(sizeof *snapshot);
    atomic_init(&snapshot->holders, 1);
    snapshot->entries = memory_new(entries * sizeof *snapshot->entries);
    snapshot->library = (struct library){snapshot->entries, entries};
    snapshot->versions = memory_new(versions * sizeof(const struct version *));
    return snapshot;
}

struct snapshot *snapshot_hold(struct snapshot *snapshot)
{
    atomic_fetch_add_explicit(&snapshot->holders, 1, memory_order_relaxed);
    return snapshot;
}

void snapshot_release(struct snapshot *snapshot)
{
    if (!snapshot || atomic_fetch_sub_explicit(&snapshot->holders, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < snapshot->version_count; i++)
        version_release(snapshot->versions[i]);
    free(snapshot->entries);
    free(snapshot->versions);
    free(snapshot);
}

const struct version *snapshot_find_image(const struct snapshot *snapshot, uint64_t image)
{
    for (size_t i = 0; i < snapshot->version_count; i++)
        if (snapshot->versions[i]->image == image)
            return snapshot->versions[i];
    return NULL;
}
