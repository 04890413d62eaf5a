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
HANDLER(route_environment_put)
HANDLER(route_environment_delete)
HANDLER(route_environment_activate)
HANDLER(route_environment_rollback)
HANDLER(route_environment_quarantine)
HANDLER(route_environment_release)
HANDLER(route_environment_history)
HANDLER(route_check)
HANDLER(route_gym_seed_session)
HANDLER(route_gym_verify)
HANDLER(route_gym_aggregate_metrics)
HANDLER(route_gym_reverify_mode)
HANDLER(route_gym_alive)
HANDLER(route_get_reward)
HANDLER(route_rm)
HANDLER(route_openenv_reset)
HANDLER(route_openenv_step)
HANDLER(route_openenv_state)
HANDLER(route_openenv_health)
HANDLER(route_openenv_metadata)
HANDLER(route_openenv_schema)
HANDLER(route_openenv_ws)
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
        {"PUT", "/v1/environments/a", route_environment_put, "a", NULL},
        {"DELETE", "/v1/environments/a@1", route_environment_delete, "a@1", NULL},
        {"POST", "/v1/environments/a@1/activate", route_environment_activate, "a@1", NULL},
        {"POST", "/v1/environments/a/rollback", route_environment_rollback, "a", NULL},
        {"POST", "/v1/environments/a@1/quarantine", route_environment_quarantine, "a@1", NULL},
        {"DELETE", "/v1/environments/a@1/quarantine", route_environment_release, "a@1", NULL},
        {"HEAD", "/v1/environments/a/history", route_environment_history, "a", NULL},
        {"PATCH", "/v1/environments/a/quarantine", NULL, "a", "POST, DELETE"},
        {"POST", "/verify", route_gym_verify, "", NULL},
        {"POST", "/gym/a@1/verify", route_gym_verify, "a@1", NULL},
        {"POST", "/ng-rollout/r-1.b_c/verify", route_gym_verify, "", NULL},
        {"GET", "/ng-rollout/9/", route_gym_alive, "", NULL},
        {"HEAD", "/ng-rollout/9/gym/a/reverify_mode", route_gym_reverify_mode, "a", NULL},
        {"POST", "/ng-rollout/-r/verify", NULL, "", ""},
        {"POST", "/ng-rollout/r/ng-rollout/r/verify", NULL, "", ""},
        {"POST", "/ng-rollout//verify", NULL, "", ""},
        {"POST", "/ng-rollout/r", NULL, "", ""},
        {"POST", "/ng-rollout/r/v1/score", NULL, "", ""},
        {"GET", "/ng-rollout/r/verify", NULL, "", "POST"},
        {"POST", "/gym//verify", NULL, "", ""},
        {"GET", "/v1/score", NULL, "", "POST"},
        {"DELETE", "/healthz", NULL, "", "GET, HEAD"},
        {"OPTIONS", "/v1/environments/a", NULL, "a", "GET, HEAD, PUT, DELETE"},
        {"GET", "/", route_gym_alive, "", NULL},
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
        char allow[ALLOW_MAX];
        const struct route *route =
            route_find(rows[i].method, rows[i].path, ROUTE_NOWHERE, parameter, allow);
        assert_ptr_equal(route->handle, rows[i].handle);
        if (rows[i].handle)
            assert_string_equal(parameter, rows[i].parameter);
        assert_string_equal(allow, rows[i].allow ? rows[i].allow : "");
    }
}

static void a_long_parameter_is_no_route(void **state)
{
    char path[PARAMETER_MAX + 64] = "/v1/environments/", parameter[PARAMETER_MAX];
    char allow[ALLOW_MAX];
    memset(path + strlen(path), 'a', PARAMETER_MAX);
    assert_null(route_find("GET", path, ROUTE_NOWHERE, parameter, allow)->handle);
}

static void a_route_that_is_hidden_is_none(void **state)
{
    char parameter[PARAMETER_MAX], allow[ALLOW_MAX];
    assert_null(route_find("GET", "/metrics", ROUTE_OPERATIONS, parameter, allow)->handle);
    assert_non_null(route_find("GET", "/metrics", ROUTE_SCORING, parameter, allow)->handle);
    assert_null(route_find("GET", "/v1/score", ROUTE_SCORING, parameter, allow)->handle);
    assert_string_equal(allow, "");
    assert_non_null(route_find("GET", "/readyz", ROUTE_SCORING, parameter, allow)->handle);
    assert_non_null(route_find("GET", "/readyz", ROUTE_OPERATIONS, parameter, allow)->handle);
}

/* What is added to the table without a thought for who may have it must not be open to all. */
static void every_route_but_those_of_health_names_scopes(void **state)
{
    static const char *const open[] = {"/healthz", "/readyz", "/version",
                                       "/health",  "/",       "/gym/{}/"};
    for (unsigned i = 0; i < route_count; i++) {
        bool health = false;
        for (size_t j = 0; j < sizeof open / sizeof *open; j++)
            health |= strcmp(routes[i].pattern, open[j]) == 0;
        assert_int_equal(routes[i].scopes == 0, health);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(routes_are_found),
    cmocka_unit_test(a_long_parameter_is_no_route),
    cmocka_unit_test(a_route_that_is_hidden_is_none),
    cmocka_unit_test(every_route_but_those_of_health_names_scopes),
};
RUN_TESTS(tests)
