/* SPDX-License-Identifier: Apache-2.0 */
/* command_list.c: `resynctl list`: the environments that the daemon knows. */
#include <stdio.h>
#include <string.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/ctl.h"
#include "daemon/ctl/print_json.h"

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "-";
}

static void print_environment(const json_t *environment)
{
    const char *status = text_of(environment, "status");
    char levels[24] = "-";
    const json_t *count = json_object_get(environment, "levels");
    if (json_is_integer(count) && json_integer_value(count) > 0)
        snprintf(levels, sizeof levels, "%lld", json_integer_value(count));
    bool served = strcmp(status, "served") == 0;
    printf("%-24s %-12.12s  %-24s %-6s  %s\n", text_of(environment, "name"),
           text_of(environment, "version"), text_of(environment, "category"), levels,
           served ? text_of(environment, "summary") : text_of(environment, "failure"));
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    if (argc > 1) {
        complain("list takes no arguments, not '%s'", argv[1]);
        return EXIT_USAGE;
    }
    struct client *client = client_new(ctl);
    if (!client)
        return EXIT_USAGE;
    json_t *answer = NULL;
    int status = client_request(client, "/v1/environments", NULL, 0, 0, &answer);
    const json_t *environments = json_object_get(answer, "environments");
    if (status == EXIT_FINE && ctl->json) {
        print_json_line(answer);
    } else if (status == EXIT_FINE) {
        printf("%-24s %-12s  %-24s %-6s  %s\n", "environment", "version", "category", "levels", "");
        for (size_t i = 0; i < json_array_size(environments); i++)
            print_environment(json_array_get(environments, i));
    }
    json_decref(answer);
    client_free(client);
    return status;
}

const struct command command_list = {"list", "", "Lists the environments that the daemon knows", "",
                                     run};
