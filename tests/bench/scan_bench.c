/* SPDX-License-Identifier: Apache-2.0 */
/* scan_bench.c: what JSON costs a score: reading requests and writing verdicts, against jansson
 * doing the same. CPU time; both sides in turn in each round; medians over the rounds. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/front/verdict_json.h"

enum { ROUNDS = 41, BATCH = 64, BODY_MAX = 1 << 20, ROUND_BYTES = 4 << 20, ROUND_VERDICTS = 4000 };

static char body[BODY_MAX], copy[BODY_MAX];
static size_t body_size;

static double now_ns(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, compare);
    return values[ROUNDS / 2];
}

static void must(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "scan_bench: %s\n", what);
        exit(1);
    }
}

/* ---- Requests ------------------------------------------------------------------------------- */

/* Texts of about 1.1 KB, as they stand in the request. */
static void make_response(const char *line, struct buffer *out)
{
    buffer_append_text(out, "<think>");
    while (out->size < 1100)
        buffer_append_text(out, line);
    buffer_append_text(out, "</think><answer>1 2 3 4</answer>");
}

static void put_item(struct buffer *out, const struct buffer *response, unsigned number)
{
    buffer_print(out,
                 "{\"instance\": \"countdown@3fa9c1d27b04:3:%u\", \"response\": \"%s\","
                 " \"id\": \"rollout-%u\", \"finish_reason\": \"stop\", \"deadline_ms\": 30000}",
                 number, response->data, number);
}

static void make_body(const char *line, unsigned items)
{
    struct buffer response = BUFFER_INIT, out = BUFFER_INIT;
    make_response(line, &response);
    if (items > 1)
        buffer_append_text(&out, "{\"items\": [");
    for (unsigned i = 0; i < items; i++) {
        buffer_append_text(&out, i ? ", " : "");
        put_item(&out, &response, i);
    }
    if (items > 1)
        buffer_append_text(&out, "]}");
    must(!out.failed && out.size <= BODY_MAX, "the body is too long");
    memcpy(body, out.data, out.size);
    body_size = out.size;
    buffer_deinit(&out);
    buffer_deinit(&response);
}

static volatile size_t sink;

static void read_ours(bool many)
{
    static struct document document;
    static struct score_request request;
    struct request_trouble trouble;
    memcpy(copy, body, body_size);
    must((many ? score_request_batch : score_request_single)(&request, &document, copy, body_size,
                                                             &trouble),
         "a good request was refused");
    for (size_t i = 0; i < request.item_count; i++)
        sink += request.items[i].response.size;
    score_request_clear(&request);
}

static void fetch(const json_t *item)
{
    static const char *const names[] = {"instance", "id", "finish_reason", "deadline_ms"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        must(json_object_get(item, names[i]) != NULL, "jansson misses a field");
    sink += json_string_length(json_object_get(item, "response"));
}

/* Parsing and fetching only: no addresses are read, nothing is checked. */
static void read_with_jansson(bool many)
{
    size_t index;
    json_t *item;
    memcpy(copy, body, body_size);
    json_t *root = json_loadb(copy, body_size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    must(root != NULL, "jansson refused a good request");
    if (!many)
        fetch(root);
    json_array_foreach(json_object_get(root, "items"), index, item)
    {
        fetch(item);
    }
    json_decref(root);
}

static double time_reads(void (*read)(bool), bool many)
{
    size_t count = ROUND_BYTES / body_size;
    double start = now_ns();
    for (size_t i = 0; i < count; i++)
        read(many);
    return (now_ns() - start) / (double)count;
}

static void bench_reading(const char *name, const char *line, unsigned items)
{
    double ours[ROUNDS], jansson[ROUNDS], ratios[ROUNDS];
    make_body(line, items);
    for (unsigned i = 0; i < ROUNDS; i++) {
        ours[i] = time_reads(read_ours, items > 1);
        jansson[i] = time_reads(read_with_jansson, items > 1);
        ratios[i] = jansson[i] / ours[i];
    }
    double ns = median(ours);
    printf("%-28s %7zu bytes %9.0f ns %7.2f GB/s   jansson %9.0f ns   %5.1f x\n", name, body_size,
           ns, (double)body_size / ns, median(jansson), median(ratios));
}

/* ---- Verdicts ------------------------------------------------------------------------------- */

static struct version version = {
    .name = "countdown",
    .hex = "3fa9c1d27b043fa9c1d27b043fa9c1d27b043fa9c1d27b043fa9c1d27b043fa9",
    .description = {.category = "arithmetic", .metric_count = 1, .metrics = {"distance"}}};
static struct score_item item = {
    .id = {.kind = LABEL_TEXT, .text = {"rollout-17", 10}},
    .has_instance = true,
    .address = {.name = "countdown", .version = "3fa9c1d27b04", .level = 3, .seed = 1234567}};
static struct verdict verdict = {.outcome = OUTCOME_OK,
                                 .version = &version,
                                 .format = true,
                                 .extraction = EXTRACTION_ANSWER_TAG,
                                 .reason = "the numbers add up to 17 instead of \"21\"",
                                 .queue_us = 41,
                                 .service_us = 9};

static void write_ours(struct buffer *out)
{
    struct json json = {.out = out};
    verdict_json(&json, &item, &verdict);
}

static void write_with_jansson(struct buffer *out)
{
    char instance[ADDRESS_BYTES], env[ADDRESS_BYTES];
    address_print_instance(item.address.name, version.hex, item.address.level, item.address.seed,
                           instance);
    address_print_environment(item.address.name, version.hex, env);
    json_t *value = json_pack(
        "{s:s#,s:s,s:s,s:s,s:i,s:s,s:i,s:s,s:f,s:b,s:b,s:s,s:{s:i,s:f},s:s,s:n,s:b,s:{s:i,s:i}}",
        "id", item.id.text.data, (int)item.id.text.size, "instance", instance, "env", env,
        "version", version.hex, "level", item.address.level, "category",
        version.description.category, "semantics", 1, "status", "ok", "reward", verdict.score,
        "correct", verdict.score >= 1, "format", 1, "extraction", "answer_tag", "metrics",
        "extracted", 1, "distance", verdict.metrics[0], "reason", verdict.reason, "fault",
        "retryable", 0, "timing", "queue_us", (int)verdict.queue_us, "service_us",
        (int)verdict.service_us);
    char *text = json_dumps(value, JSON_COMPACT);
    must(text != NULL, "jansson wrote nothing");
    buffer_append_text(out, text);
    free(text);
    json_decref(value);
}

static double time_writes(void (*write)(struct buffer *), struct buffer *out)
{
    double start = now_ns();
    for (unsigned i = 0; i < ROUND_VERDICTS; i++) {
        buffer_clear(out);
        write(out);
        sink += out->size;
    }
    return (now_ns() - start) / ROUND_VERDICTS;
}

static void bench_writing(const char *name, double score, double metric)
{
    double ours[ROUNDS], jansson[ROUNDS], ratios[ROUNDS];
    struct buffer out = BUFFER_INIT;
    verdict.score = score;
    verdict.metrics[0] = metric;
    for (unsigned i = 0; i < ROUNDS; i++) {
        jansson[i] = time_writes(write_with_jansson, &out);
        ours[i] = time_writes(write_ours, &out);
        ratios[i] = jansson[i] / ours[i];
    }
    double ns = median(ours);
    printf("%-28s %7zu bytes %9.0f ns %7.2f GB/s   jansson %9.0f ns   %5.1f x\n", name, out.size,
           ns, (double)out.size / ns, median(jansson), median(ratios));
    buffer_deinit(&out);
}

int main(void)
{
    static const struct {
        const char *name, *line;
    } texts[] = {
        {"plain", "Let me see whether 3 * 7 - 4 = 17 can be had from what is left. "},
        {"lines", "Let me see whether 3 * 7 - 4 = 17 can be had, with \\\"7\\\".\\n"},
        {"UTF-8", "Прямая проверка: 3 · 7 − 4 = 17, и остаток равен нулю. "},
        {"\\u escapes", "\\u041f\\u0440\\u043e\\u0432\\u0435\\u0440\\u043a\\u0430: 3 * 7 - 4. "},
    };
    char name[64];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        snprintf(name, sizeof name, "read one, %s", texts[i].name);
        bench_reading(name, texts[i].line, 1);
        snprintf(name, sizeof name, "read %d, %s", BATCH, texts[i].name);
        bench_reading(name, texts[i].line, BATCH);
    }
    bench_writing("write, reward 1.0", 1, 0);
    bench_writing("write, reward 0.35", 0.35, 2.5);
    bench_writing("write, reward 1/3", 1.0 / 3, 2.0 / 7);
    return 0;
}
