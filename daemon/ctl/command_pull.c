/* SPDX-License-Identifier: Apache-2.0 */
/* command_pull.c: `resynctl pull NAME[@VERSION]`: the source of an environment. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "daemon/ctl/client.h"

static int write_to(const char *path, const struct buffer *source)
{
    FILE *out = path ? fopen(path, "we") : stdout;
    bool written =
        out && fwrite(source->data ? source->data : "", 1, source->size, out) == source->size;
    if (path && out && fclose(out) != 0)
        written = false;
    if (!written)
        complain("%s: %s", path ? path : "standard output", strerror(errno));
    return written ? EXIT_FINE : EXIT_TROUBLE;
}

static int pull(struct client *client, const char *name, const char *path)
{
    struct buffer route = BUFFER_INIT, source = BUFFER_INIT;
    unsigned status = 0;
    buffer_append_text(&route, "/v1/environments/");
    client_encode(client, name, &route);
    buffer_append_text(&route, "/source");
    int result = client_fetch(client, route.data, &status, &source);
    if (result == EXIT_FINE && status == 200) {
        result = write_to(path, &source);
    } else if (result == EXIT_FINE) {
        json_t *answer = json_loadb(source.data ? source.data : "", source.size, 0, NULL);
        result = client_refused(status, answer);
        json_decref(answer);
    }
    buffer_deinit(&route);
    buffer_deinit(&source);
    return result;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'}, {0}};
    const char *path = NULL;
    int option;
    while ((option = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
        if (option != 'o')
            return EXIT_USAGE;
        path = optarg;
    }
    if (argc - optind != 1) {
        complain("pull takes one NAME or NAME@VERSION");
        return EXIT_USAGE;
    }
    struct client *client = client_new(ctl);
    if (!client)
        return EXIT_USAGE;
    int result = pull(client, argv[optind], path);
    client_free(client);
    return result;
}

const struct command command_pull = {"pull", "[-o FILE] NAME[@VERSION]",
                                     "Prints the source of an environment",
                                     "  -o, --output FILE  writes it there instead\n", run};
