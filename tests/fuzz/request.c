/* SPDX-License-Identifier: Apache-2.0 */
/* request.c: bodies of the routes that take JSON. Input: a byte that says which route, then the
 * body. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/front/gym_metrics.h"
#include "daemon/front/request_gym.h"
#include "daemon/front/request_instances.h"
#include "daemon/front/request_reward.h"
#include "daemon/front/request_score.h"
#include "proto/limits.h"
#include "proto/ring.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile unsigned char sink;

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Touches all of it, so that a sanitizer sees what does not belong to us. */
static void read_span(const struct span *span)
{
    unsigned char sum = 0;
    for (size_t i = 0; i < span->size; i++)
        sum = (unsigned char)(sum + (unsigned char)span->data[i]);
    sink = sum;
}

static void check_item(const struct score_item *item)
{
    read_span(&item->id.text);
    read_span(&item->group.text);
    must(item->id.text.size <= LABEL_MAX && item->group.text.size <= LABEL_MAX);
    must(memchr(item->address.name, 0, sizeof item->address.name) != NULL);
    must(memchr(item->address.version, 0, sizeof item->address.version) != NULL);
    if (item->refusal != OUTCOME_OK) {
        must(*item->trouble->message && strlen(item->trouble->place) < sizeof item->trouble->place);
        return;
    }
    read_span(&item->response);
    read_span(&item->given);
    must(item->response.data && item->response.size <= RESPONSE_MAX);
    must(item->given.size <= GIVEN_MAX);
    must(*item->address.name);
    must(item->has_given != item->has_instance);
    must(item->address.level <= ADDRESS_LEVEL_MAX && item->address.seed <= SEED_MAX);
    must(item->extract == EXTRACT_DECLARED || item->extract <= RS_WHOLE);
    must(item->deadline_ms >= 1 && item->deadline_ms <= DEADLINE_MS_MAX);
    must(*item->address.version || item->any_version);
}

static void check_request(const struct score_request *request)
{
    size_t items = 0;
    must(request->item_count <= VERDICTS_MAX && request->entry_count <= VERDICTS_MAX);
    for (size_t i = 0; i < request->entry_count; i++) {
        must(request->entries[i].first == items);
        must(request->entries[i].group || request->entries[i].count == 1);
        items += request->entries[i].count;
    }
    must(items == request->item_count);
    for (size_t i = 0; i < request->item_count; i++)
        check_item(&request->items[i]);
}

static void check_instances(struct instances_request *request)
{
    must(request->entry_count >= 1 && request->entry_count <= MIX_MAX);
    must(request->count <= INSTANCES_STREAM_MAX && request->start <= request->end);
    for (size_t i = 0; i < request->entry_count; i++)
        must(request->entries[i].weight > 0 && request->entries[i].low <= request->entries[i].high);
    instances_request_deinit(request);
}

/* Trainers' bodies; the second half of the routes below the path of an environment. */
static bool read_trainers(struct score_request *score, struct document *document, unsigned route,
                          char *body, size_t size, struct request_trouble *trouble)
{
    struct trainer_rules rules = {.extract = EXTRACT_DECLARED, .deadline_ms = 1};
    if (route & 4)
        snprintf(rules.env.name, sizeof rules.env.name, "sum");
    switch (route % 4) {
    case 0:
        return gym_request_verify(score, document, body, size, &rules, trouble);
    case 1:
        return gym_request_seed(score, document, body, size, &rules, trouble);
    case 2:
        return openrlhf_request_read(score, document, body, size, &rules, trouble);
    default:
        return slime_request_read(score, document, body, size, &rules, trouble);
    }
}

static bool read_metrics(struct document *document, char *body, size_t size,
                         struct request_trouble *trouble)
{
    struct buffer out = BUFFER_INIT;
    const struct value *root = request_load(document, body, size, trouble);
    bool fine = root && gym_metrics(&out, root, trouble);
    must(!fine || (out.size && document_read(document, out.data, out.size) == 0));
    buffer_deinit(&out);
    return fine;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct document document = {.secret = 17};
    struct request_trouble trouble = {0};
    struct score_request score = {0};
    struct instances_request instances;
    struct resolve_request resolve;
    if (size == 0)
        return 0;
    char *body = malloc(size);
    must(body != NULL);
    memcpy(body, data + 1, size - 1);
    bool fine = true;
    switch (data[0] % 16) {
    default:
        if ((fine = read_trainers(&score, &document, data[0], body, size - 1, &trouble)))
            check_request(&score);
        break;
    case 4:
        fine = read_metrics(&document, body, size - 1, &trouble);
        break;
    case 0:
        if ((fine = score_request_single(&score, &document, body, size - 1, &trouble)))
            check_request(&score);
        break;
    case 1:
        if ((fine = score_request_batch(&score, &document, body, size - 1, &trouble)))
            check_request(&score);
        break;
    case 2:
        if ((fine = instances_request_read(&instances, &document, body, size - 1, &trouble)))
            check_instances(&instances);
        break;
    case 3:
        if ((fine = resolve_request_read(&resolve, &document, body, size - 1, &trouble)))
            resolve_request_deinit(&resolve);
        break;
    }
    must(fine || (*trouble.code && *trouble.message));
    score_request_deinit(&score);
    free(body);
    return 0;
}
