/* SPDX-License-Identifier: Apache-2.0 */
/* route_service.c: what operators and their machines ask: health, readiness, version. */
#include "daemon/front/http_route.h"
#include "daemon/front/request_instances.h"
#include "lib/base/json_write.h"
#include "lib/runtime/runtime.h"

/* The process answers: that is all that liveness means. */
void route_healthz(struct exchange *exchange)
{
    buffer_append_text(&exchange->out, "{\"status\":\"ok\"}\n");
    exchange_finish(exchange, 200);
}

void route_readyz(struct exchange *exchange)
{
    struct engine_status status;
    engine_status(exchange->thread->engine, &status);
    if (status.draining) {
        exchange_fail(exchange, 503, "stopping", NULL, "the server is stopping");
    } else if (!status.ready) {
        exchange_fail(exchange, 503, "starting", NULL, "the environments are being compiled");
    } else {
        buffer_append_text(&exchange->out, "{\"status\":\"ready\"}\n");
        exchange_finish(exchange, 200);
    }
}

static void put_limit(struct json *json, const char *key, uint64_t value)
{
    json_put_key(json, key);
    json_put_unsigned(json, value);
}

void route_version(struct exchange *exchange)
{
    struct json json = {.out = &exchange->out};
    json_put_open(&json, '{');
    json_put_key(&json, "version");
    json_put_text(&json, RESYND_VERSION);
    put_limit(&json, "abi", RESYN_ABI);
    put_limit(&json, "semantics", RUNTIME_SEMANTICS);
    json_put_key(&json, "limits");
    json_put_open(&json, '{');
    put_limit(&json, "body_bytes", HTTP_BODY_MAX);
    put_limit(&json, "verdicts_per_request", VERDICTS_MAX);
    put_limit(&json, "instances_per_request", INSTANCES_MAX);
    put_limit(&json, "instances_per_stream", INSTANCES_STREAM_MAX);
    put_limit(&json, "response_bytes", RESPONSE_MAX);
    put_limit(&json, "given_bytes", GIVEN_MAX);
    put_limit(&json, "source_bytes", SOURCE_MAX);
    put_limit(&json, "json_depth", DOCUMENT_DEPTH_MAX);
    put_limit(&json, "json_values", DOCUMENT_VALUES_MAX);
    put_limit(&json, "deadline_ms", DEADLINE_MS_MAX);
    put_limit(&json, "deadline_ms_default", DEADLINE_MS_DEFAULT);
    json_put_close(&json, '}');
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}
