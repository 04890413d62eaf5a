/* SPDX-License-Identifier: Apache-2.0 */
/* test_route.c: which route takes a request. */
#include "daemon/front/http_route.h"

#include <string.h>

#include "tests/unit/test.h"

/* The handlers are only compared. */
#define HANDLER(name)                     \
    void name(struct exchange *exchange)  \
    {                                     \
        fail_msg("a handler was called"); \
    }
HANDLER(route_score)
HANDLER(route_score_batch)
HANDLER(route_instances)
HANDLER(route_instances_resolve)
HANDLER(route_environments)
HANDLER(route_environment)
HANDLER(route_environment_source)
HANDLER(route_environment_versions)
HANDLER(route_environment_report)
HANDLER(route_check)
HANDLER(route_healthz)
HANDLER(route_readyz)
HANDLER(route_metrics)
HANDLER(route_version)
HANDLER(route_isolation)

static void routes_are_found(void **state)
{
    static const struct {
        const char *method, *path;
        void (*handle)(struct exchange *);
        const char *parameter, *allow;
    } rows[] = {
        {"POST", "/v1/score", route_score, "", NULL},
        {"POST", "/v1/score/batch", route_score_batch, "", NULL},
        {"GET", "/v1/environments", route_environments, "", NULL},
        {"HEAD", "/v1/environments/a@1", route_environment, "a@1", NULL},
        {"GET", "/v1/environments/a/source", route_environment_source, "a", NULL},
        {"GET", "/v1/environments/a/versions", route_environment_versions, "a", NULL},
        {"GET", "/v1/environments/a/report", route_environment_report, "a", NULL},
        {"GET", "/v1/score", NULL, "", "POST"},
        {"DELETE", "/healthz", NULL, "", "GET, HEAD"},
        {"OPTIONS", "/v1/environments/a", NULL, "a", "GET, HEAD"},
        {"GET", "/", NULL, "", NULL},
        {"GET", "", NULL, "", NULL},
        {"GET", "/v1/score/", NULL, "", NULL},
        {"GET", "/v1/environments/", NULL, "", NULL},
        {"GET", "/v1/environments//source", NULL, "", NULL},
        {"GET", "/v1/environments/a/b", NULL, "", NULL},
        {"GET", "/v1/environments/a/source/", NULL, "", NULL},
        {"GET", "other", NULL, "", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char parameter[PARAMETER_MAX];
        const char *allow;
        const struct route *route = route_find(rows[i].method, rows[i].path, parameter, &allow);
        assert_ptr_equal(route->handle, rows[i].handle);
        if (rows[i].handle)
            assert_string_equal(parameter, rows[i].parameter);
        if (rows[i].allow)
            assert_string_equal(allow, rows[i].allow);
        else
            assert_null(allow);
    }
}

static void a_long_parameter_is_no_route(void **state)
{
    char path[PARAMETER_MAX + 64] = "/v1/environments/", parameter[PARAMETER_MAX];
    const char *allow;
    memset(path + strlen(path), 'a', PARAMETER_MAX);
    assert_null(route_find("GET", path, parameter, &allow)->handle);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(routes_are_found),
    cmocka_unit_test(a_long_parameter_is_no_route),
};
RUN_TESTS(tests)
