/* SPDX-License-Identifier: Apache-2.0 */
/* front.c: what the front is started with and what it may ask for. Runs in the supervisor. The
 * front reads the network, so what it says is checked as if a stranger had said it: numbers that it
 * may not use end it, and nothing that it sends is more than a number or a descriptor. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "daemon/supervisor/supervisor.h"

static int launch(struct child *child, int channel, struct error *error)
{
    const struct supervisor *supervisor = child->context;
    int descriptors[1 + LISTENER_DESCRIPTORS_MAX] = {channel};
    unsigned tcp_count, unix_count;
    int count =
        1 + listeners_descriptors(&supervisor->listeners, descriptors + 1, &tcp_count, &unix_count);
    char name[] = "resynd-front", level[16], threads[16], workers[16], cpus[16], tcp[16],
         unix_sockets[16];
    char threads_option[] = "--threads", workers_option[] = "--workers", cpus_option[] = "--cpus",
         tcp_option[] = "--tcp", unix_option[] = "--unix", level_option[] = "--log-level",
         isolation_option[] = "--isolation", fresh[] = "fresh", reset[] = "reset",
         gate_option[] = "--gate", gate[16];
    snprintf(gate, sizeof gate, "%s", supervisor->options.gate);
    snprintf(threads, sizeof threads, "%u", supervisor->options.threads);
    snprintf(workers, sizeof workers, "%u", supervisor->options.workers);
    snprintf(cpus, sizeof cpus, "%u", supervisor->cpus);
    snprintf(tcp, sizeof tcp, "%u", tcp_count);
    snprintf(unix_sockets, sizeof unix_sockets, "%u", unix_count);
    snprintf(level, sizeof level, "%s", options_level_name(supervisor->options.level));
    char *const arguments[] = {name,
                               threads_option,
                               threads,
                               workers_option,
                               workers,
                               cpus_option,
                               cpus,
                               tcp_option,
                               tcp,
                               unix_option,
                               unix_sockets,
                               level_option,
                               level,
                               isolation_option,
                               supervisor->options.fresh ? fresh : reset,
                               gate_option,
                               gate,
                               NULL};
    const struct start start = {.executable = supervisor->programs.front,
                                .arguments = arguments,
                                .descriptors = descriptors,
                                .count = count};
    return process_start(&child->process, &start, error);
}

static int on_message(struct child *child, const struct message *message, const int *descriptors,
                      int count)
{
    struct supervisor *supervisor = child->context;
    switch (message->kind) {
    case MESSAGE_FRONT_READY:
        log_event(LOG_INFO, "ready", "front=%d", (int)child->process.pid);
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
