/* SPDX-License-Identifier: Apache-2.0 */
/* http_route.c: see http_route.h. */
#include "daemon/front/http_route.h"

#include <string.h>

enum { SMALL_BODY = 1024 /* of a GET, which needs none */ };
#define INSTANCES_BODY_MAX ((size_t)1024 * 1024)

const struct route routes[] = {
    {"POST", "/v1/score", route_score, HTTP_BODY_MAX, true},
    {"POST", "/v1/score/batch", route_score_batch, HTTP_BODY_MAX, true},
    {"POST", "/v1/instances", route_instances, INSTANCES_BODY_MAX, true},
    {"POST", "/v1/instances/resolve", route_instances_resolve, INSTANCES_BODY_MAX, true},
    {"POST", "/v1/check", route_check, SOURCE_MAX, true},
    {"GET", "/v1/environments", route_environments, SMALL_BODY, false},
    {"GET", "/v1/environments/{}", route_environment, SMALL_BODY, false},
    {"GET", "/v1/environments/{}/source", route_environment_source, SMALL_BODY, false},
    {"GET", "/v1/environments/{}/versions", route_environment_versions, SMALL_BODY, false},
    {"GET", "/v1/environments/{}/report", route_environment_report, SMALL_BODY, false},
    {"GET", "/healthz", route_healthz, SMALL_BODY, false},
    {"GET", "/readyz", route_readyz, SMALL_BODY, false},
    {"GET", "/metrics", route_metrics, SMALL_BODY, false},
    {"GET", "/version", route_version, SMALL_BODY, false},
    {"GET", "/v1/isolation", route_isolation, SMALL_BODY, false},
    {"*", "other", NULL, SMALL_BODY, false},
};
const unsigned route_count = sizeof routes / sizeof *routes - 1;
_Static_assert(sizeof routes / sizeof *routes <= METRICS_ROUTES_MAX, "each route is counted");

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

const struct route *route_find(const char *method, const char *path, char parameter[PARAMETER_MAX],
                               const char **allow)
{
    const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
    *allow = NULL;
    parameter[0] = '\0';
    for (unsigned i = 0; i < route_count; i++) {
        if (!matches(routes[i].pattern, path, parameter))
            continue;
        if (strcmp(routes[i].method, wanted) == 0)
            return &routes[i];
        *allow = strcmp(routes[i].method, "GET") == 0 ? "GET, HEAD" : routes[i].method;
    }
    return &routes[route_count];
}
