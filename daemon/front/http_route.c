/* SPDX-License-Identifier: Apache-2.0 */
/* http_route.c: see http_route.h. */
#include "daemon/front/http_route.h"

#include <stdio.h>
#include <string.h>

#include "proto/access.h"

#define INSTANCES_BODY_MAX ((size_t)1024 * 1024)

/* Whoever may do something here may see what there is. */
#define SEE (SCOPE_SCORE | SCOPE_AUTHOR | SCOPE_OPERATE)
#define DRAW (SCOPE_SCORE | SCOPE_AUTHOR)

const struct route routes[] = {
    {"POST", "/v1/score", route_score, HTTP_BODY_MAX, true, SCOPE_SCORE},
    {"POST", "/v1/score/batch", route_score_batch, HTTP_BODY_MAX, true, SCOPE_SCORE},
    {"POST", "/v1/instances", route_instances, INSTANCES_BODY_MAX, true, DRAW},
    {"POST", "/v1/instances/resolve", route_instances_resolve, INSTANCES_BODY_MAX, true, DRAW},
    {"POST", "/v1/check", route_check, SOURCE_MAX, true, SCOPE_AUTHOR},
    {"GET", "/v1/environments", route_environments, ROUTE_SMALL_BODY, false, SEE},
    {"GET", "/v1/environments/{}", route_environment, ROUTE_SMALL_BODY, false, SEE},
    {"PUT", "/v1/environments/{}", route_environment_put, SOURCE_MAX, true, SCOPE_AUTHOR, true},
    {"DELETE", "/v1/environments/{}", route_environment_delete, ROUTE_SMALL_BODY, true,
     SCOPE_AUTHOR, true},
    {"POST", "/v1/environments/{}/activate", route_environment_activate, ROUTE_SMALL_BODY, true,
     SCOPE_AUTHOR, true},
    {"POST", "/v1/environments/{}/rollback", route_environment_rollback, ROUTE_SMALL_BODY, true,
     SCOPE_AUTHOR, true},
    {"POST", "/v1/environments/{}/quarantine", route_environment_quarantine, ROUTE_SMALL_BODY, true,
     SCOPE_OPERATE, true},
    {"DELETE", "/v1/environments/{}/quarantine", route_environment_release, ROUTE_SMALL_BODY, true,
     SCOPE_OPERATE, true},
    {"GET", "/v1/environments/{}/history", route_environment_history, ROUTE_SMALL_BODY, true, SEE},
    {"GET", "/v1/environments/{}/source", route_environment_source, ROUTE_SMALL_BODY, false, SEE},
    {"GET", "/v1/environments/{}/versions", route_environment_versions, ROUTE_SMALL_BODY, false,
     SEE},
    {"GET", "/v1/environments/{}/report", route_environment_report, ROUTE_SMALL_BODY, false, SEE},
    {"GET", "/healthz", route_healthz, ROUTE_SMALL_BODY, .place = ROUTE_ANYWHERE},
    {"GET", "/readyz", route_readyz, ROUTE_SMALL_BODY, .place = ROUTE_ANYWHERE},
    {"GET", "/version", route_version, ROUTE_SMALL_BODY, .place = ROUTE_ANYWHERE},
    {"GET", "/metrics", route_metrics, ROUTE_SMALL_BODY, false, SCOPE_OPERATE, false,
     ROUTE_OPERATIONS},
    {"GET", "/v1/isolation", route_isolation, ROUTE_SMALL_BODY, false, SCOPE_OPERATE, false,
     ROUTE_OPERATIONS},
    {"POST", "/seed_session", route_gym_seed_session, HTTP_BODY_MAX, true, SCOPE_SCORE,
     .rollout = true},
    {"POST", "/verify", route_gym_verify, HTTP_BODY_MAX, true, SCOPE_SCORE, .rollout = true},
    {"POST", "/aggregate_metrics", route_gym_aggregate_metrics, HTTP_BODY_MAX, false, SCOPE_SCORE,
     .rollout = true},
    {"GET", "/reverify_mode", route_gym_reverify_mode, ROUTE_SMALL_BODY, false, SEE,
     .rollout = true},
    {"GET", "/", route_gym_alive, ROUTE_SMALL_BODY, .rollout = true},
    {"POST", "/gym/{}/seed_session", route_gym_seed_session, HTTP_BODY_MAX, true, SCOPE_SCORE,
     .rollout = true},
    {"POST", "/gym/{}/verify", route_gym_verify, HTTP_BODY_MAX, true, SCOPE_SCORE, .rollout = true},
    {"POST", "/gym/{}/aggregate_metrics", route_gym_aggregate_metrics, HTTP_BODY_MAX, false,
     SCOPE_SCORE, .rollout = true},
    {"GET", "/gym/{}/reverify_mode", route_gym_reverify_mode, ROUTE_SMALL_BODY, false, SEE,
     .rollout = true},
    {"GET", "/gym/{}/", route_gym_alive, ROUTE_SMALL_BODY, .rollout = true},
    {"POST", "/get_reward", route_get_reward, HTTP_BODY_MAX, true, SCOPE_SCORE},
    {"POST", "/rm", route_rm, HTTP_BODY_MAX, true, SCOPE_SCORE},
    {"POST", "/reset", route_openenv_reset, INSTANCES_BODY_MAX, true, SCOPE_SCORE},
    {"POST", "/step", route_openenv_step, HTTP_BODY_MAX, true, SCOPE_SCORE},
    {"GET", "/state", route_openenv_state, ROUTE_SMALL_BODY, false, SCOPE_SCORE},
    {"GET", "/health", route_openenv_health, ROUTE_SMALL_BODY},
    {"GET", "/metadata", route_openenv_metadata, ROUTE_SMALL_BODY, false, SEE},
    {"GET", "/schema", route_openenv_schema, ROUTE_SMALL_BODY, false, SEE},
    {"GET", "/ws", route_openenv_ws, ROUTE_SMALL_BODY, true, SCOPE_SCORE},
    {"*", "other", NULL, ROUTE_SMALL_BODY, .place = ROUTE_ANYWHERE},
};
const unsigned route_count = sizeof routes / sizeof *routes - 1;
_Static_assert(sizeof routes / sizeof *routes <= METRICS_ROUTES_MAX, "each route is counted");

/* Of the id in the path of a rollout; the first is a letter or a digit. */
#define ROLLOUT_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

static bool matches(const char *pattern, const char *path, char parameter[PARAMETER_MAX])
{
    const char *hole = strstr(pattern, "{}");
    if (!hole)
        return strcmp(pattern, path) == 0;
    size_t before = (size_t)(hole - pattern);
    if (strncmp(pattern, path, before) != 0)
        return false;
    size_t size = strcspn(path + before, "/");
    if (size == 0 || size >= PARAMETER_MAX || strcmp(hole + 2, path + before + size) != 0)
        return false;
    memcpy(parameter, path + before, size);
    parameter[size] = '\0';
    return true;
}

/* The path behind /ng-rollout/<id>; NULL where it does not begin so. */
static const char *behind_rollout(const char *path)
{
    static const char prefix[] = "/ng-rollout/";
    if (strncmp(path, prefix, sizeof prefix - 1) != 0)
        return NULL;
    const char *id = path + sizeof prefix - 1;
    size_t size = strspn(id, ROLLOUT_BYTES);
    return size && !strchr("._-", id[0]) && id[size] == '/' ? id + size : NULL;
}

const struct route *route_find(const char *method, const char *path, enum route_place hidden,
                               char parameter[PARAMETER_MAX], char allow[ALLOW_MAX])
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    const char *inner = behind_rollout(path);
    size_t size = 0;
    allow[0] = '\0';
    parameter[0] = '\0';
    for (unsigned i = 0; i < route_count; i++) {
        const char *of = inner && routes[i].rollout ? inner : path;
        if (routes[i].place == hidden || !matches(routes[i].pattern, of, parameter))
            continue;
        if (strcmp(routes[i].method, wanted) == 0) {
            allow[0] = '\0';
            return &routes[i];
        }
        size += (size_t)snprintf(allow + size, ALLOW_MAX - size, "%s%s%s", size ? ", " : "",
                                 routes[i].method,
                                 strcmp(routes[i].method, "GET") == 0 ? ", HEAD" : "");
    }
    return &routes[route_count];
}
