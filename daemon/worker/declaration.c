/* SPDX-License-Identifier: Apache-2.0 */
/* declaration.c: see declaration.h. Strings are read within the image only; a pointer that leads
 * elsewhere is a string that is not there. */
#include "daemon/worker/declaration.h"

#include <string.h>

#include "proto/description.h"

static struct rs_declaration declared(const struct worker *worker)
{
    struct rs_declaration declaration;
    uint64_t address = worker->header.entry[ENTRY_DECLARATION];      /* checked: it lies in data */
    memcpy(&declaration, (const void *)address, sizeof declaration); /* NOLINT */
    return declaration;
}

void declaration_read(struct worker *worker)
{
    const struct rs_declaration d = declared(worker);
    const uint64_t *entry = worker->header.entry;
    bool checker = d.checker != 0;
    bool functions = checker ? entry[ENTRY_LOAD] != 0
                             : entry[ENTRY_GENERATE] && entry[ENTRY_OBSERVE] && entry[ENTRY_SOLVE];
    unsigned metrics = 0;
    while (metrics < RS_METRICS_MAX && d.metrics[metrics])
        metrics++;
    worker->declaration = (struct declaration){
        .sound = functions && d.state_size > 0 && d.state_size <= RS_STATE_MAX &&
                 d.witness_size <= RS_WITNESS_MAX &&
                 (checker || (d.levels > 0 && d.levels <= RS_LEVELS_MAX)) && d.extract >= 0 &&
                 d.extract <= RS_WHOLE,
        .checker = checker,
        .binary = d.score == RS_BINARY,
        .rest_ignored = d.rest == RS_IGNORED,
        .verbatim = d.answer_form == RS_VERBATIM,
        .levels = checker ? 0 : (unsigned)d.levels,
        .extract = (unsigned)d.extract,
        .metric_count = metrics,
        .state_size = d.state_size,
        .witness_size = d.witness_size,
    };
}

/* ---- Describing ----------------------------------------------------------------------------- */

/* The string at `text` without its NUL, `limit` bytes at most; NULL and 0 where there is none. */
static const char *string_in_image(const struct worker *worker, const char *text, size_t limit,
                                   size_t *size)
{
    uint64_t address = (uint64_t)(uintptr_t)text;
    uint64_t end = IMAGE_BASE + 4096 + worker->header.text_size + worker->header.data_size;
    *size = 0;
    if (address < IMAGE_BASE || address >= end)
        return NULL;
    size_t room = (size_t)(end - address);
    *size = strnlen(text, room < limit ? room : limit);
    return text;
}

/* A string that is too long fills `out` without a NUL, for who checks to see. */
static void string_copy(const struct worker *worker, const char *text, char *out, size_t room)
{
    size_t size;
    const char *found = string_in_image(worker, text, room, &size);
    if (found)
        memcpy(out, found, size);
}

static uint32_t clamped(size_t size)
{
    return size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
}

static uint32_t or_default(int value, int otherwise)
{
    return (uint32_t)(value ? value : otherwise);
}

static uint32_t example_count(const struct rs_declaration *d)
{
    uint32_t count = 0;
    while (count < RS_EXAMPLES_MAX && (d->examples[count].given || d->examples[count].response))
        count++;
    return count;
}

static void describe_numbers(const struct rs_declaration *d, struct description *out)
{
    out->abi = (uint32_t)d->abi;
    out->checker = (uint32_t)d->checker;
    out->state_size = clamped(d->state_size);
    out->witness_size = clamped(d->witness_size);
    out->levels = (uint32_t)d->levels;
    out->score = (uint32_t)d->score;
    out->rest = (uint32_t)d->rest;
    out->answer_form = (uint32_t)d->answer_form;
    out->extract = (uint32_t)d->extract;
    out->derived_state = d->derived_state;
    out->cpu_ms = or_default(d->cpu_ms, CPU_MS_DEFAULT);
    out->memory_kib = or_default(d->memory_kib, MEMORY_KIB_DEFAULT);
    out->stack_kib = or_default(d->stack_kib, STACK_KIB_DEFAULT);
    out->guess_rate = d->guess_rate;
    out->empty_may_win = d->empty_may_win;
    out->example_count = example_count(d);
}

static void describe_strings(const struct worker *worker, const struct rs_declaration *d,
                             struct description *out)
{
    string_copy(worker, d->name, out->name, sizeof out->name);
    string_copy(worker, d->category, out->category, sizeof out->category);
    string_copy(worker, d->summary, out->summary, sizeof out->summary);
    string_copy(worker, d->answer, out->answer, sizeof out->answer);
    out->metric_count = worker->declaration.metric_count;
    for (int i = 0; i < RS_METRICS_MAX; i++)
        string_copy(worker, d->metrics[i], out->metrics[i], METRIC_NAME_MAX);
}

/* Appends one example at `used`; 0 where it does not fit. */
static size_t describe_example(const struct worker *worker, const rs_example *example, char *out,
                               size_t used)
{
    size_t given_size, response_size, room = OUTPUT_BYTES - used;
    const char *given = string_in_image(worker, example->given, room, &given_size);
    const char *response = string_in_image(worker, example->response, room, &response_size);
    struct description_example head = {example->score, clamped(given_size), clamped(response_size)};
    if (sizeof head + given_size + response_size > room)
        return 0;
    memcpy(out + used, &head, sizeof head);
    used += sizeof head;
    if (given)
        memcpy(out + used, given, given_size);
    used += given_size;
    if (response)
        memcpy(out + used, response, response_size);
    return used + response_size;
}

size_t declaration_describe(const struct worker *worker, char *out)
{
    /* Calls may have been made: what was declared is in the data as it was. */
    memcpy(worker->space.data, worker->space.snapshot, worker->space.data_size);
    const struct rs_declaration d = declared(worker);
    struct description description = {.has_another = worker->header.entry[ENTRY_ANOTHER] != 0};
    describe_numbers(&d, &description);
    describe_strings(worker, &d, &description);
    memcpy(out, &description, sizeof description);
    size_t used = sizeof description;
    for (uint32_t i = 0; used && i < description.example_count; i++)
        used = describe_example(worker, &d.examples[i], out, used);
    return used;
}
