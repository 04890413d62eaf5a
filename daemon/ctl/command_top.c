/* SPDX-License-Identifier: Apache-2.0 */
/* command_top.c: `resynctl top`: what the daemon is doing, again and again on a terminal, else
 * once. */
#include <getopt.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "daemon/ctl/ctl.h"
#include "daemon/ctl/print_json.h"
#include "daemon/ctl/top.h"

enum { INTERVAL_DEFAULT = 2, INTERVAL_MAX = 3600, ROWS_DEFAULT = 15, ROWS_MAX = 10000 };
#define CLEAR "\033[H\033[2J"

struct looking {
    const struct ctl *ctl;
    struct client *client;
    unsigned long long interval, rows;
    bool once;
    struct samples before;
    struct timespec since;
};

static double seconds_since(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - since->tv_sec) + (double)(now.tv_nsec - since->tv_nsec) / 1e9;
}

static void show(const struct looking *looking, const struct samples *now, double seconds)
{
    json_t *top = top_between(&looking->before, now, seconds, looking->rows);
    if (looking->ctl->json) {
        print_json_line(top);
    } else {
        if (!looking->once)
            fputs(CLEAR, stdout);
        print_top(looking->ctl->url, top);
    }
    fflush(stdout);
    json_decref(top);
}

static int look(struct looking *looking)
{
    struct samples now;
    double seconds = seconds_since(&looking->since);
    int status = samples_fetch(looking->client, &now);
    if (status == EXIT_FINE)
        show(looking, &now, seconds);
    samples_deinit(&looking->before);
    looking->before = now;
    clock_gettime(CLOCK_MONOTONIC, &looking->since);
    return status;
}

static int look_on(struct looking *looking)
{
    clock_gettime(CLOCK_MONOTONIC, &looking->since);
    int status = samples_fetch(looking->client, &looking->before);
    do {
        if (status == EXIT_FINE)
            sleep((unsigned)looking->interval);
        if (status == EXIT_FINE)
            status = look(looking);
    } while (status == EXIT_FINE && !looking->once);
    samples_deinit(&looking->before);
    return status;
}

static int run(const struct ctl *ctl, int argc, char **argv)
{
    static const struct option options[] = {{"interval", required_argument, NULL, 'i'},
                                            {"environments", required_argument, NULL, 'e'},
                                            {"once", no_argument, NULL, 'o'},
                                            {0}};
    struct looking looking = {.ctl = ctl,
                              .interval = INTERVAL_DEFAULT,
                              .rows = ROWS_DEFAULT,
                              .once = !isatty(STDOUT_FILENO)};
    bool fine = true;
    int option;
    while (fine && (option = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (option == 'o')
            looking.once = true;
        else if (option == 'i')
            fine = parse_number("--interval", optarg, 1, INTERVAL_MAX, &looking.interval);
        else
            fine =
                option == 'e' && parse_number("--environments", optarg, 0, ROWS_MAX, &looking.rows);
    if (!fine)
        return EXIT_USAGE;
    if (optind < argc) {
        complain("top takes no arguments, not '%s'", argv[optind]);
        return EXIT_USAGE;
    }
    looking.client = client_new(ctl);
    if (!looking.client)
        return EXIT_USAGE;
    int status = look_on(&looking);
    client_free(looking.client);
    return status;
}

const struct command command_top = {
    "top", "[--once] [--interval S]", "Shows what the daemon is doing, until it is interrupted",
    "  --once             one look, over one interval; so it is where there is no terminal\n"
    "  --interval S       seconds between two looks (2)\n"
    "  --environments N   those with most verdicts (15)\n",
    run};
