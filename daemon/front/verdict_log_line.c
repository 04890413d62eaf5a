/* SPDX-License-Identifier: Apache-2.0 */
/* verdict_log_line.c: see verdict_log_line.h. */
#include "daemon/front/verdict_log_line.h"

#include <time.h>

#include "daemon/front/verdict_json.h"
#include "proto/ring.h"

static const char *extract_word(unsigned extract)
{
    switch (extract) {
    case RS_TAGGED:
        return "tagged";
    case RS_LAST_LINE:
        return "last_line";
    case RS_WHOLE:
        return "whole";
    default:
        return "declared";
    }
}

static void put_time(struct json *json)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    long us = now.tv_nsec / 1000;
    json_put_name(json, "time");
    json_put_real(json, (double)now.tv_sec + (double)us / 1e6);
}

/* A ground truth of named fields was written as text when it was read, and is taken as text again.
 */
static void put_item(struct json *json, const struct score_item *item)
{
    if (item->has_given) {
        json_put_name(json, "given");
        json_put_string(json, item->given.data, item->given.size);
    } else {
        json_put_name(json, "seed");
        json_put_unsigned(json, item->address.seed);
    }
    json_put_name(json, "response");
    json_put_string(json, item->response.data ? item->response.data : "", item->response.size);
    json_put_name(json, "extract");
    json_put_text(json, extract_word(item->extract));
    json_put_name(json, "thinking");
    json_put_text(json, item->flags & JOB_THINKING_PREFILLED ? "prefilled" : "none");
    json_put_name(json, "finish_reason");
    json_put_text(json, item->flags & JOB_FINISHED ? "stop" : NULL);
    json_put_name(json, "deadline_ms");
    json_put_unsigned(json, item->deadline_ms);
}

void verdict_log_line(struct buffer *out, const struct score_task *task, size_t index,
                      const char *request_id, const char *traceparent)
{
    struct json json = {.out = out};
    json_put_open(&json, '{');
    put_time(&json);
    json_put_name(&json, "request_id");
    json_put_text(&json, request_id);
    if (*traceparent) {
        json_put_name(&json, "traceparent");
        json_put_text(&json, traceparent);
    }
    json_put_name(&json, "index");
    json_put_unsigned(&json, index);
    put_item(&json, task->item);
    verdict_json_members(&json, task->item, &task->verdict);
    json_put_close(&json, '}');
}
