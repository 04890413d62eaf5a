/* SPDX-License-Identifier: Apache-2.0 */
/* command_status.c: `resynctl status`: whether the daemon can score now, and what it is doing, from
 * /version, /readyz and /metrics. */
#include <stdio.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/ctl.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/samples.h"

static json_t *gather(const struct samples *page, const json_t *version, bool ready)
{
    return json_pack("{s:b, s:O*, s:{s:f, s:f, s:f}, s:{s:f, s:f}, s:{s:f, s:f}}", "ready", ready,
                     "version", json_object_get(version, "version"), "workers", "busy",
                     samples_sum(page, "resynd_workers", "state=\"busy\""), "idle",
                     samples_sum(page, "resynd_workers", "state=\"idle\""), "starting",
                     samples_sum(page, "resynd_workers", "state=\"starting\""), "queue", "jobs",
                     samples_sum(page, "resynd_queue_jobs", ""), "oldest_seconds",
                     samples_sum(page, "resynd_queue_oldest_age_seconds", ""), "verdicts", "ok",
                     samples_sum(page, "resynd_verdicts_total", "status=\"ok\""), "all",
                     samples_sum(page, "resynd_verdicts_total", ""));
}

static double number(const json_t *status, const char *group, const char *key)
{
    return json_number_value(json_object_get(json_object_get(status, group), key));
}

static void print_text(const struct ctl *ctl, const json_t *status)
{
    const char *version = json_string_value(json_object_get(status, "version"));
    printf("resynd %s at %s: %s\n", version ? version : "?", ctl->url,
           json_is_true(json_object_get(status, "ready")) ? "ready" : "not ready");
    printf("workers   %.0f busy, %.0f idle, %.0f starting\n", number(status, "workers", "busy"),
           number(status, "workers", "idle"), number(status, "workers", "starting"));
    printf("queue     %.0f jobs, the oldest for %.3f s\n", number(status, "queue", "jobs"),
           number(status, "queue", "oldest_seconds"));
    printf("verdicts  %.0f, of which ok %.0f\n", number(status, "verdicts", "all"),
           number(status, "verdicts", "ok"));
}

static int show(const struct ctl *ctl, struct client *client)
{
    json_t *version = NULL;
    struct samples page = SAMPLES_INIT;
    struct buffer ignored = BUFFER_INIT;
    unsigned readiness = 0;
    int result = client_request(client, "/version", NULL, 0, 0, &version);
    if (result == EXIT_FINE)
        result = client_fetch(client, "/readyz", &readiness, &ignored);
    if (result == EXIT_FINE)
        result = samples_fetch(client, &page);
    if (result == EXIT_FINE) {
        json_t *status = gather(&page, version, readiness == 200);
        if (ctl->json)
            print_json_line(status);
        else
            print_text(ctl, status);
        json_decref(status);
        result = readiness == 200 ? EXIT_FINE : EXIT_FOUND;
    }
    json_decref(version);
    samples_deinit(&page);
    buffer_deinit(&ignored);
    return result;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    if (argc > 1) {
        complain("status takes no arguments, not '%s'", argv[1]);
        return EXIT_USAGE;
    }
    struct client *client = client_new(ctl);
    if (!client)
        return EXIT_USAGE;
    int result = show(ctl, client);
    client_free(client);
    return result;
}

const struct command command_status = {
    "status", "", "Says whether the daemon can score now, and what it is doing",
    "Exit status 1 where it is not ready.\n", run};
