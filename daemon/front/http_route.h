/* SPDX-License-Identifier: Apache-2.0 */
/* http_route.h: the table of routes. */
#ifndef FRONT_HTTP_ROUTE_H
#define FRONT_HTTP_ROUTE_H

#include "daemon/front/http_exchange.h"

enum { ROUTE_SMALL_BODY = 1024 /* of what needs none, or a word */ };

enum route_place {
    ROUTE_SCORING,    /* not at a listener for operations */
    ROUTE_OPERATIONS, /* only there, if there is one */
    ROUTE_ANYWHERE,
    ROUTE_NOWHERE,
};

struct route {
    const char *method;  /* GET serves HEAD too */
    const char *pattern; /* `{}` takes one part of the path, which is not empty */
    void (*handle)(struct exchange *exchange);
    size_t body_max; /* bytes */
    bool works;      /* needs workers: refused while the server drains */
    unsigned scopes; /* a token has one of these, where it takes one; 0: it never takes one */
    bool changes;    /* takes a token wherever it comes from */
    enum route_place place;
    bool rollout; /* may stand behind /ng-rollout/<id>, as NeMo Gym marks rollouts */
};

extern const struct route routes[];
extern const unsigned route_count; /* without the last row, which stands for what is no route */

static inline unsigned route_index(const struct route *route)
{
    return (unsigned)(route - routes);
}

/* The row that takes the request and is not `hidden`, with `parameter` filled; else the last row,
 * with `allow` set to the methods that the path has, or "" where there is no such path. */
const struct route *route_find(const char *method, const char *path, enum route_place hidden,
                               char parameter[PARAMETER_MAX], char allow[ALLOW_MAX]);

/* The handlers, by file. */
void route_score(struct exchange *exchange);
void route_score_batch(struct exchange *exchange);
void route_instances(struct exchange *exchange);
void route_instances_resolve(struct exchange *exchange);
void route_environments(struct exchange *exchange);
void route_environment(struct exchange *exchange);
void route_environment_source(struct exchange *exchange);
void route_environment_versions(struct exchange *exchange);
void route_environment_report(struct exchange *exchange);
void route_environment_put(struct exchange *exchange);
void route_environment_delete(struct exchange *exchange);
void route_environment_activate(struct exchange *exchange);
void route_environment_rollback(struct exchange *exchange);
void route_environment_quarantine(struct exchange *exchange);
void route_environment_release(struct exchange *exchange);
void route_environment_history(struct exchange *exchange);
void route_check(struct exchange *exchange);
void route_gym_seed_session(struct exchange *exchange);
void route_gym_verify(struct exchange *exchange);
void route_gym_aggregate_metrics(struct exchange *exchange);
void route_gym_reverify_mode(struct exchange *exchange);
void route_gym_alive(struct exchange *exchange);
void route_get_reward(struct exchange *exchange);
void route_rm(struct exchange *exchange);
void route_openenv_reset(struct exchange *exchange);
void route_openenv_step(struct exchange *exchange);
void route_openenv_state(struct exchange *exchange);
void route_openenv_health(struct exchange *exchange);
void route_openenv_metadata(struct exchange *exchange);
void route_openenv_schema(struct exchange *exchange);
void route_openenv_ws(struct exchange *exchange);
void route_healthz(struct exchange *exchange);
void route_readyz(struct exchange *exchange);
void route_metrics(struct exchange *exchange);
void route_version(struct exchange *exchange);
void route_isolation(struct exchange *exchange);

#endif
