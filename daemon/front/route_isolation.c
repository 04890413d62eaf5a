/* SPDX-License-Identifier: Apache-2.0 */
/* route_isolation.c: GET /v1/isolation: what keeps environments away from this machine. */
#include "daemon/front/http_route.h"
#include "lib/base/json_write.h"
#include "proto/isolation.h"

static const struct {
    const char *name, *who;
} rows[ISOLATION_LAYER_COUNT] = {
#define LAYER_ROW(symbol, name, who) [ISOLATION_##symbol] = {name, who},
    ISOLATION_LAYERS(LAYER_ROW)
#undef LAYER_ROW
};

static void put_text(struct json *json, const char *key, const char *text)
{
    json_put_key(json, key);
    json_put_text(json, text);
}

static void put_layer(struct json *json, int kind, const struct isolation_layer *layer)
{
    json_put_open(json, '{');
    put_text(json, "layer", rows[kind].name);
    json_put_key(json, "active");
    json_put_bool(json, layer->active != 0);
    put_text(json, "processes", rows[kind].who);
    put_text(json, "detail", layer->detail);
    json_put_close(json, '}');
}

static void put_canary(struct json *json, const struct isolation_canary *canary)
{
    json_put_open(json, '{');
    put_text(json, "attack", canary->name);
    put_text(json, "outcome", canary->outcome);
    json_put_close(json, '}');
}

void route_isolation(struct exchange *exchange)
{
    const struct isolation *isolation = engine_isolation(exchange->thread->engine);
    struct json json = {.out = &exchange->out};
    if (!isolation) {
        exchange_fail(exchange, 503, "starting", NULL, "the isolation is not known yet");
        return;
    }
    json_put_open(&json, '{');
    json_put_key(&json, "layers");
    json_put_open(&json, '[');
    for (int i = 0; i < ISOLATION_LAYER_COUNT; i++)
        put_layer(&json, i, &isolation->layers[i]);
    json_put_close(&json, ']');
    json_put_key(&json, "canaries");
    json_put_open(&json, '[');
    for (uint32_t i = 0; i < isolation->canary_count; i++)
        put_canary(&json, &isolation->canaries[i]);
    json_put_close(&json, ']');
    put_text(&json, "canaries_skipped",
             *isolation->canaries_skipped ? isolation->canaries_skipped : NULL);
    json_put_close(&json, '}');
    buffer_append(&exchange->out, "\n", 1);
    exchange_finish(exchange, 200);
}
