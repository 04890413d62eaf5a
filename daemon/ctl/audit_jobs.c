/* SPDX-License-Identifier: Apache-2.0 */
/* audit_jobs.c: see audit_jobs.h. */
#include "daemon/ctl/audit_jobs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/sealed.h"

enum { SHARED_MAX = 2048 /* states that many calls share: those of the gate's instances */ };

struct packing {
    struct buffer bytes; /* head, slots, payload */
    size_t payload;      /* where that begins */
    struct {
        const void *state;
        uint32_t offset;
    } shared[SHARED_MAX];
    unsigned shared_count;
};

/* But for calls on a state that generate never draws: what happens there is no finding. */
static int gather(struct audit_list *list, const struct record *record)
{
    static const enum job_kind kinds[] = {JOB_GENERATE, JOB_OBSERVE, JOB_SOLVE,
                                          JOB_ANOTHER,  JOB_LOAD,    JOB_VERIFY};
    list->calls = calloc(AUDIT_JOBS_MAX, sizeof *list->calls);
    if (!list->calls)
        return -ENOMEM;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        unsigned count;
        const struct recorded **own = record_list(record, kinds[k], &count);
        for (unsigned i = 0; i < count && list->count < AUDIT_JOBS_MAX; i++)
            if (!own[i]->own_state)
                list->calls[list->count++] = own[i];
        free(own);
    }
    return 0;
}

static uint32_t append(struct packing *packing, const void *bytes, size_t size)
{
    size_t offset = packing->bytes.size - packing->payload;
    buffer_append(&packing->bytes, bytes, size);
    return (uint32_t)offset;
}

/* The newest first: calls on one instance come together. */
static uint32_t append_state(struct packing *packing, const struct recorded *call)
{
    for (unsigned i = packing->shared_count; i-- > 0;)
        if (packing->shared[i].state == call->job.state)
            return packing->shared[i].offset;
    uint32_t offset = append(packing, call->job.state, call->job.state_size);
    if (packing->shared_count < SHARED_MAX) {
        packing->shared[packing->shared_count].state = call->job.state;
        packing->shared[packing->shared_count++].offset = offset;
    }
    return offset;
}

static struct job_slot pack(struct packing *packing, const struct recorded *call)
{
    const struct lane_job *job = &call->job;
    struct job_slot slot = {.seed = job->seed,
                            .kind = job->kind,
                            .level = job->level,
                            .state_size = (uint32_t)job->state_size,
                            .text_size = (uint32_t)job->text_size,
                            .extract = (uint8_t)job->extract,
                            .flags = (uint8_t)job->flags};
    if (job->state_size)
        slot.state_offset = append_state(packing, call);
    slot.text_offset = append(packing, job->text, job->text_size);
    return slot;
}

static bool pack_all(struct audit_list *list, struct packing *packing)
{
    struct audit_jobs head = {0};
    static const struct job_slot nothing;
    buffer_append(&packing->bytes, &head, sizeof head);
    for (unsigned i = 0; i < list->count; i++)
        buffer_append(&packing->bytes, &nothing, sizeof nothing);
    packing->payload = packing->bytes.size;
    for (unsigned i = 0; i < list->count; i++) {
        const struct lane_job *job = &list->calls[i]->job;
        if (packing->bytes.size + job->state_size + job->text_size > AUDIT_PAYLOAD_MAX)
            break; /* the slots that are left have no kind */
        struct job_slot slot = pack(packing, list->calls[i]);
        if (packing->bytes.failed)
            return false;
        memcpy(packing->bytes.data + sizeof head + i * sizeof slot, &slot, sizeof slot);
    }
    head.count = list->count;
    memcpy(packing->bytes.data, &head, sizeof head);
    return true;
}

int audit_list_open(struct audit_list *list, const struct record *record, struct error *error)
{
    *list = (struct audit_list){.memory = -1};
    struct packing *packing = calloc(1, sizeof *packing);
    int code = packing ? gather(list, record) : -ENOMEM;
    if (!code && !pack_all(list, packing))
        code = -ENOMEM;
    if (!code) {
        list->memory = sealed_file("resynd-audit", packing->bytes.data, packing->bytes.size);
        code = list->memory < 0 ? list->memory : 0;
    }
    if (packing)
        buffer_deinit(&packing->bytes);
    free(packing);
    return code ? error_set(error, code, "no memory for an audit: %s", strerror(-code)) : 0;
}

void audit_list_close(struct audit_list *list)
{
    if (list->memory >= 0)
        close(list->memory);
    free(list->calls);
    *list = (struct audit_list){.memory = -1};
}
