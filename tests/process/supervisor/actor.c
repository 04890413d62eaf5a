/* SPDX-License-Identifier: Apache-2.0 */
/* actor.c: a front for test_supervisor.py, started by the real resynd as resynd-front. It takes a
 * connection from the daemon's own listening sockets, does what the lines on it say, and writes a
 * line for each message that comes from the supervisor or the store. One connection at a time;
 * lines that nobody reads yet are kept. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/channel/channel.h"
#include "lib/ring/lane.h"
#include "proto/diagnostic.h"
#include "proto/front_start.h"
#include "proto/outcome.h"

enum { ACTORS_WORKERS = 64, LISTENERS = LISTENERS_MAX * THREADS_MAX, VERDICT_MS = 60000 };

struct held {
    uint64_t number;
    struct lane_memory memory;
    struct lane lane;
};

static struct {
    unsigned threads;
    int listeners, store, client;
    struct held workers[ACTORS_WORKERS];
    char kept[65536];
} actor = {.store = -1, .client = -1};

/* ---- Lines -------------------------------------------------------------------------------------
 */

static void flush(void)
{
    size_t size = strlen(actor.kept);
    if (actor.client < 0 || !size)
        return;
    if (send(actor.client, actor.kept, size, MSG_NOSIGNAL) == (ssize_t)size)
        actor.kept[0] = '\0';
}

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    size_t size = strlen(actor.kept);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(actor.kept + size, sizeof actor.kept - size, format, arguments);
    va_end(arguments);
    flush();
}

static void tell_supervisor(const struct message *message, const int *descriptors, int count)
{
    int result = channel_send(FRONT_SUPERVISOR, message, descriptors, count);
    if (result < 0)
        say("SEND %s failed=%d\n", message_name(message->kind), result);
}

/* ---- Workers -----------------------------------------------------------------------------------
 */

static struct held *find(uint64_t number)
{
    for (int i = 0; i < ACTORS_WORKERS; i++)
        if (actor.workers[i].number == number)
            return &actor.workers[i];
    return NULL;
}

static void spawned(const struct message *message, const int *descriptors, int count)
{
    struct held *held = find(0);
    unsigned threads = (unsigned)count - 3;
    if (!held || lane_memory_map(&held->memory, descriptors[0], descriptors[1], threads, NULL) < 0)
        abort();
    held->number = message->spawned.worker;
    lane_init(&held->lane, &held->memory, 0, descriptors[2], descriptors[3], -1);
    say("SPAWNED worker=%lu pid=%d threads=%u\n", (unsigned long)held->number, message->spawned.pid,
        threads);
}

static void submit(uint64_t number, unsigned level)
{
    struct held *held = find(number);
    struct lane_job job = {.kind = JOB_GENERATE, .level = level, .seed = 7};
    if (!held || !lane_room(&held->lane, &job)) {
        say("NO ROOM\n");
        return;
    }
    lane_submit(&held->lane, &job);
    lane_ring(&held->lane);
}

static void take_verdict(uint64_t number)
{
    struct held *held = find(number);
    struct lane_verdict verdict;
    enum lane_take take = held ? lane_wait(&held->lane, VERDICT_MS, &verdict) : LANE_NOTHING;
    if (take == LANE_VERDICT) {
        say("VERDICT sequence=%lu outcome=%s\n", (unsigned long)verdict.sequence,
            outcome_row(verdict.slot.outcome)->name);
        lane_release(&held->lane);
    } else {
        say("VERDICT none=%d\n", (int)take);
    }
}

/* ---- Messages ----------------------------------------------------------------------------------
 */

static void compiled(const struct message *message, int report)
{
    uint32_t finished = 0;
    if (pread(report, &finished, sizeof finished, 0) != sizeof finished)
        finished = 99;
    say("COMPILED image=%lu end=%u finished=%u\n", (unsigned long)message->compiled.image,
        message->compiled.end, finished);
}

static void from_supervisor(const struct message *message, int *descriptors, int count)
{
    switch (message->kind) {
    case MESSAGE_COMPILED:
        compiled(message, descriptors[0]);
        break;
    case MESSAGE_SPAWNED:
        spawned(message, descriptors, count);
        return; /* the descriptors stay */
    case MESSAGE_DIED:
        say("DIED worker=%lu death=%u code=%d cpu_ms=%lu\n", (unsigned long)message->died.worker,
            message->died.death, message->died.code, (unsigned long)message->died.cpu_us / 1000);
        break;
    case MESSAGE_FRONT_SETTINGS:
        say("FRONT_SETTINGS workers=%u cpus=%u reloads=%lu refused=%lu\n",
            message->settings.workers_max, message->settings.cpus,
            (unsigned long)message->settings.reloads, (unsigned long)message->settings.refused);
        break;
    case MESSAGE_STORE_CHANNEL:
        if (actor.store >= 0)
            close(actor.store);
        actor.store = descriptors[0];
        say("STORE_CHANNEL\n");
        return;
    default:
        say("%s\n", message_name(message->kind));
    }
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
}

static void take_supervisor(void)
{
    struct message message;
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count, result;
    while ((result = channel_receive(FRONT_SUPERVISOR, PEER_SUPERVISOR, PEER_FRONT, &message,
                                     descriptors, &count)) == 1)
        from_supervisor(&message, descriptors, count);
    if (result < 0)
        _exit(0); /* hung up: leave, as a front does */
}

static void take_store(void)
{
    struct message message;
    int descriptors[MESSAGE_DESCRIPTORS_MAX], count, result;
    while ((result = channel_receive(actor.store, PEER_STORE, PEER_FRONT, &message, descriptors,
                                     &count)) == 1) {
        say("%s name=%s\n", message_name(message.kind),
            message.kind == MESSAGE_STORE_SYNCED ? "-" : message.store_entry.name);
        for (int i = 0; i < count; i++)
            close(descriptors[i]);
    }
    if (result < 0) {
        close(actor.store);
        actor.store = -1;
        say("STORE LOST\n");
    }
}

/* ---- Orders ------------------------------------------------------------------------------------
 */

static void order_compile(unsigned long number, const char *path)
{
    const struct message message = {.kind = MESSAGE_FRONT_COMPILE, .image = {number}};
    int source = open(path, O_RDONLY);
    tell_supervisor(&message, &source, 1);
    close(source);
}

static void order_spawn(unsigned long worker, unsigned long image, unsigned cpu_ms)
{
    const struct message message = {.kind = MESSAGE_FRONT_SPAWN,
                                    .spawn = {.worker = worker,
                                              .image = image,
                                              .cpu_ms = cpu_ms,
                                              .memory_kib = MEMORY_KIB_DEFAULT,
                                              .stack_kib = STACK_KIB_DEFAULT}};
    tell_supervisor(&message, NULL, 0);
}

static void order_simple(uint32_t kind, unsigned long number)
{
    struct message message = {.kind = kind};
    if (kind == MESSAGE_FRONT_KILL)
        message.worker.worker = number;
    else if (kind == MESSAGE_FRONT_FORGET)
        message.image.image = number;
    tell_supervisor(&message, NULL, 0);
}

/* A message that a front may not send. */
static void order_lie(void)
{
    const struct message message = {.kind = MESSAGE_COMPILED};
    send(FRONT_SUPERVISOR, &message, sizeof message, 0);
}

static void obey(const char *line)
{
    unsigned long a = 0, b = 0, c = 0;
    char path[1024];
    if (sscanf(line, "compile %lu %1023s", &a, path) == 2)
        order_compile(a, path);
    else if (sscanf(line, "spawn %lu %lu %lu", &a, &b, &c) == 3)
        order_spawn(a, b, (unsigned)c);
    else if (sscanf(line, "submit %lu %lu", &a, &b) == 2)
        submit(a, (unsigned)b);
    else if (sscanf(line, "verdict %lu", &a) == 1)
        take_verdict(a);
    else if (sscanf(line, "kill %lu", &a) == 1)
        order_simple(MESSAGE_FRONT_KILL, a);
    else if (sscanf(line, "forget %lu", &a) == 1)
        order_simple(MESSAGE_FRONT_FORGET, a);
    else if (strcmp(line, "drained") == 0)
        order_simple(MESSAGE_FRONT_DRAINED, 0);
    else if (strcmp(line, "lie") == 0)
        order_lie();
    else if (strcmp(line, "pid") == 0)
        say("PID %d\n", (int)getpid());
    else
        say("UNKNOWN ORDER %s\n", line);
}

static void take_orders(void)
{
    char text[4096];
    ssize_t size = recv(actor.client, text, sizeof text - 1, 0);
    if (size <= 0) {
        close(actor.client);
        actor.client = -1;
        return;
    }
    text[size] = '\0';
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        obey(line);
}

/* ---- Loop --------------------------------------------------------------------------------------
 */

static void adopt(int argc, char **argv)
{
    static const struct option known[] = {
        {"threads", required_argument, NULL, 't'},   {"workers", required_argument, NULL, 'w'},
        {"own", required_argument, NULL, 'o'},       {"shared", required_argument, NULL, 's'},
        {"log-level", required_argument, NULL, 'v'}, {0}};
    int option, own = 0, shared = 0;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 't')
            actor.threads = (unsigned)atoi(optarg);
        else if (option == 'o')
            own = atoi(optarg);
        else if (option == 's')
            shared = atoi(optarg);
    }
    actor.listeners = own * (int)actor.threads + shared;
}

static void accept_from(int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0)
        return;
    if (actor.client >= 0)
        close(actor.client);
    actor.client = fd;
    flush();
}

int main(int argc, char **argv)
{
    static struct pollfd wait[LISTENERS + 3];
    adopt(argc, argv);
    for (;;) {
        wait[0] = (struct pollfd){.fd = FRONT_SUPERVISOR, .events = POLLIN};
        wait[1] = (struct pollfd){.fd = actor.store, .events = POLLIN};
        wait[2] = (struct pollfd){.fd = actor.client, .events = POLLIN};
        for (int i = 0; i < actor.listeners; i++)
            wait[3 + i] = (struct pollfd){.fd = FRONT_LISTENERS + i, .events = POLLIN};
        if (poll(wait, (nfds_t)(3 + actor.listeners), -1) < 0 && errno != EINTR)
            return 1;
        if (wait[0].revents)
            take_supervisor();
        if (wait[1].revents && wait[1].fd == actor.store)
            take_store();
        if (wait[2].revents)
            take_orders();
        for (int i = 0; i < actor.listeners; i++)
            if (wait[3 + i].revents)
                accept_from(FRONT_LISTENERS + i);
    }
}
