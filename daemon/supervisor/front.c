/* SPDX-License-Identifier: Apache-2.0 */
/* front.c: what the front is started with and what it may ask for. Runs in the supervisor. The
 * front reads the network, so what it says is checked as if a stranger had said it: numbers that it
 * may not use end it, and nothing that it sends is more than a number or a descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "daemon/supervisor/arguments.h"
#include "daemon/supervisor/supervisor.h"

static void list_arguments(struct arguments *arguments, const struct supervisor *supervisor,
                           unsigned own_count, unsigned shared_count)
{
    const struct options *options = &supervisor->options;
    char kinds[LISTENERS_MAX + 1];
    arguments_add(arguments, "resynd-front");
    arguments_option(arguments, "--threads", "%u", options->threads);
    arguments_option(arguments, "--workers", "%u", options->workers);
    arguments_option(arguments, "--cpus", "%u", options->cpus);
    arguments_option(arguments, "--own", "%u", own_count);
    arguments_option(arguments, "--shared", "%u", shared_count);
    arguments_option(arguments, "--metrics-environments", "%u", options->metrics_environments);
    if (options->style != LOG_LOGFMT)
        arguments_option(arguments, "--log-style", "%s", log_style_name(options->style));
    arguments_option(arguments, "--log-level", "%s", options_level_name(options->level));
    arguments_option(arguments, "--isolation", "%s",
                     options->isolation == ISOLATION_FRESH ? "fresh" : "reset");
    arguments_option(arguments, "--gate", "%s", options_gate_name(options->gate));
    arguments_option(arguments, "--registry", "%s", *options->database ? "shared" : "own");
    listeners_kinds(&supervisor->listeners, kinds);
    arguments_option(arguments, "--kinds", "%s", kinds);
    if (*options->verdict_log) {
        arguments_option(arguments, "--verdict-log", "%u", options->verdict_log_one_in);
        arguments_option(arguments, "--verdict-log-bytes", "%u",
                         options->verdict_log_mib / VERDICT_LOG_FILES * 1024 * 1024);
    }
}

static int launch(struct child *child, int channel, struct error *error)
{
    const struct supervisor *supervisor = child->context;
    int tokens = tokens_watch_file(&supervisor->tokens);
    int descriptors[2 + LISTENER_DESCRIPTORS_MAX + TLS_DESCRIPTORS_MAX] = {channel, tokens};
    unsigned own_count, shared_count;
    if (tokens < 0)
        return error_set(error, tokens, "no memory for the tokens");
    int count = 2 + listeners_descriptors(&supervisor->listeners, descriptors + 2, &own_count,
                                          &shared_count);
    int tls_count = tls_files_descriptors(&supervisor->tls, descriptors + count);
    struct arguments arguments = ARGUMENTS_INIT;
    list_arguments(&arguments, supervisor, own_count, shared_count);
    arguments_option(&arguments, "--tls", "%d", tls_count);
    const struct start start = {.executable = supervisor->programs.front,
                                .arguments = arguments.words,
                                .descriptors = descriptors,
                                .count = count + tls_count};
    int result = process_start(&child->process, &start, error);
    close(tokens);
    return result;
}

static int on_message(struct child *child, const struct message *message, const int *descriptors,
                      int count)
{
    struct supervisor *supervisor = child->context;
    switch (message->kind) {
    case MESSAGE_FRONT_READY:
        log_event(LOG_INFO, "ready", "front=%d", (int)child->process.pid);
        supervisor_ready(supervisor);
        return 0;
    case MESSAGE_FRONT_COMPILE:
        return images_compile(&supervisor->images, message->image.image, descriptors[0]);
    case MESSAGE_FRONT_ADOPT:
        return images_adopt(&supervisor->images, message->image.image, descriptors[0]);
    case MESSAGE_FRONT_FORGET:
        images_forget(&supervisor->images, message->image.image);
        return 0;
    case MESSAGE_FRONT_SPAWN:
        return workers_spawn(&supervisor->workers, message,
                             images_find(&supervisor->images, message->spawn.image));
    case MESSAGE_FRONT_KILL:
        workers_kill(&supervisor->workers, message->worker.worker);
        return 0;
    case MESSAGE_FRONT_DRAINED:
        supervisor_drained(supervisor);
        return 0;
    }
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
    return -EPROTO;
}

static void up(struct child *child)
{
    static const struct message isolation = {.kind = MESSAGE_ISOLATION};
    struct supervisor *supervisor = child->context;
    int file = fcntl(supervisor->confinement.file, F_DUPFD_CLOEXEC, 0);
    if (file >= 0) /* else the front has nothing to show */
        link_send(child->link, &isolation, &file, 1);
    supervisor_tell_reloads(supervisor);
    supervisor_introduce(supervisor);
}

/* Its workers hold memory that a new front knows nothing of, and jobs that nobody waits for. */
static void down(struct child *child)
{
    struct supervisor *supervisor = child->context;
    workers_kill_all(&supervisor->workers);
    images_drop_all(&supervisor->images);
    supervisor_advance(supervisor);
}

static bool may_start(struct child *child)
{
    return supervisor_quiet(child->context);
}

const struct child_role front_role = {
    .name = "front",
    .peer = PEER_FRONT,
    .launch = launch,
    .message = on_message,
    .up = up,
    .down = down,
    .may_start = may_start,
};
