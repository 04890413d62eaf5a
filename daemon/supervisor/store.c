/* SPDX-License-Identifier: Apache-2.0 */
/* store.c: what the store is started with. Runs in the supervisor, to which the store has nothing
 * to say: it talks to the front. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "daemon/supervisor/arguments.h"
#include "daemon/supervisor/supervisor.h"

static int launch(struct child *child, int channel, struct error *error)
{
    const struct supervisor *supervisor = child->context;
    const struct options *options = &supervisor->options;
    static const char *const words[] = {[SANDBOX_DATABASE_OWN] = "own",
                                        [SANDBOX_DATABASE_SOCKET] = "socket",
                                        [SANDBOX_DATABASE_NETWORK] = "network"};
    enum sandbox_database reach = database_reach(options->database);
    bool shared = reach != SANDBOX_DATABASE_OWN;
    const int descriptors[] = {channel, supervisor->database};
    struct arguments arguments = ARGUMENTS_INIT;
    char engine[HASH_HEX];
    hash_hex(supervisor->engine, engine);
    arguments_add(&arguments, "resynd-store");
    if (options->style != LOG_LOGFMT)
        arguments_option(&arguments, "--log-style", "%s", log_style_name(options->style));
    arguments_option(&arguments, "--log-level", "%s", options_level_name(options->level));
    arguments_option(&arguments, "--data", "%s", supervisor->data.store);
    arguments_option(&arguments, "--engine", "%s", engine);
    arguments_option(&arguments, "--keep-versions", "%u", options->keep_versions);
    arguments_option(&arguments, "--database", "%s", words[reach]);
    if (*options->verdict_log)
        arguments_option(&arguments, "--verdict-log", "%s", options->verdict_log);
    arguments_add(&arguments, "%s", options->environments);
    const struct start start = {.executable = shared ? supervisor->programs.store_postgres
                                                     : supervisor->programs.store,
                                .arguments = arguments.words,
                                .descriptors = descriptors,
                                .count = shared ? 2 : 1};
    return process_start(&child->process, &start, error);
}

static int on_message(struct child *child, const struct message *message, const int *descriptors,
                      int count)
{
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
    return -EPROTO;
}

static void up(struct child *child)
{
    supervisor_introduce(child->context);
}

static void down(struct child *child)
{
    supervisor_advance(child->context);
}

static bool may_start(struct child *child)
{
    return true;
}

const struct child_role store_role = {
    .name = "store",
    .peer = PEER_STORE,
    .launch = launch,
    .message = on_message,
    .up = up,
    .down = down,
    .may_start = may_start,
};

void supervisor_introduce(struct supervisor *supervisor)
{
    static const struct message to_front = {.kind = MESSAGE_STORE_CHANNEL},
                                to_store = {.kind = MESSAGE_FRONT_CHANNEL};
    int ends[2];
    if (!supervisor->front.running || !supervisor->store.running)
        return;
    int result = channel_pair(ends);
    if (result < 0) { /* without it there are no environments: both again, after a pause */
        log_event(LOG_ERROR, "no channel", "between=front,store reason=\"%s\"", strerror(-result));
        child_kill(&supervisor->store);
        return;
    }
    link_send(supervisor->front.link, &to_front, &ends[0], 1);
    link_send(supervisor->store.link, &to_store, &ends[1], 1);
}
