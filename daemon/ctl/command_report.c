/* SPDX-License-Identifier: Apache-2.0 */
/* command_report.c: `resynctl report NAME[@VERSION]`: what the gate has said of an environment. */
#include <getopt.h>
#include <string.h>

#include "daemon/ctl/client.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/print_report.h"

static int show(const struct ctl *ctl, struct client *client, const char *name, bool all)
{
    struct buffer path = BUFFER_INIT;
    json_t *answer = NULL;
    buffer_append_text(&path, "/v1/environments/");
    client_encode(client, name, &path);
    buffer_append_text(&path, "/report");
    int result = client_request(client, path.data, NULL, 0, 0, &answer);
    const json_t *passed = json_object_get(answer, "passed");
    if (result == EXIT_FINE && ctl->json)
        print_json_line(answer);
    else if (result == EXIT_FINE)
        print_report(answer, name, all);
    if (result == EXIT_FINE && !json_is_true(passed))
        result = EXIT_FOUND;
    json_decref(answer);
    buffer_deinit(&path);
    return result;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"all", no_argument, NULL, 'a'}, {0}};
    bool all = false;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option != 'a')
            return EXIT_USAGE;
        all = true;
    }
    if (argc - optind != 1) {
        complain("report takes one NAME or NAME@VERSION");
        return EXIT_USAGE;
    }
    struct client *client = client_new(ctl);
    if (!client)
        return EXIT_USAGE;
    int result = show(ctl, client, argv[optind], all);
    client_free(client);
    return result;
}

const struct command command_report = {"report", "[--all] NAME[@VERSION]",
                                       "Prints what the gate has said of an environment",
                                       "  --all  what holds, too\n\n"
                                       "Exit status: 0 admitted; 1 not.\n",
                                       run};
