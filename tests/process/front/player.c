/* SPDX-License-Identifier: Apache-2.0 */
/* player.c: see player.h. */
#include "tests/process/front/player_own.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/hash.h"
#include "lib/channel/channel.h"
#include "proto/diagnostic.h"

uint64_t player_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

_Noreturn void player_give_up(const char *what, const char *why)
{
    fprintf(stderr, "player: %s: %s\n", what, why);
    abort();
}

/* The front reads all the time: a full socket is empty again soon. */
void player_send(int channel, const struct message *message, const int *fds, int count)
{
    for (int i = 0; i < 5000; i++) {
        int status = channel_send(channel, message, fds, count);
        if (status != -EAGAIN)
            return; /* a front that is gone is seen when it is read from */
        usleep(1000);
    }
    player_give_up("send", message_name(message->kind));
}

/* ---- Store ---- */

static int memory_of(const char *text)
{
    int fd = memfd_create("source", MFD_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        player_give_up("memfd", strerror(errno));
    return fd;
}

static struct message entry(uint32_t kind, const char *name, const char *source, bool active)
{
    struct message message = {.kind = kind, .store_entry = {.active = active}};
    snprintf(message.store_entry.name, NAME_MAX_BYTES, "%s", name);
    hash_bytes(source, strlen(source), message.store_entry.version);
    return message;
}

void player_entry(struct player *player, const char *name, const char *source, bool active)
{
    struct message message = entry(MESSAGE_STORE_ENTRY, name, source, active);
    int fd = memory_of(source);
    player_send(player->store, &message, &fd, 1);
    close(fd);
}

void player_gone(struct player *player, const char *name, const char *source)
{
    struct message message = entry(MESSAGE_STORE_GONE, name, source, false);
    player_send(player->store, &message, NULL, 0);
}

void player_synced(struct player *player)
{
    player_send(player->store, &(struct message){.kind = MESSAGE_STORE_SYNCED}, NULL, 0);
}

void player_drain(struct player *player)
{
    player_send(player->front, &(struct message){.kind = MESSAGE_DRAIN}, NULL, 0);
}

/* ---- Images ---- */

static void compile(struct player *player, uint64_t image, int source)
{
    struct compilation compilation;
    struct error error;
    struct message answer = {.kind = MESSAGE_COMPILED, .compiled = {.image = image}};
    player->compiles++;
    if (compilation_start(&compilation, &player->programs, source, &error))
        player_give_up("compiler", error.text);
    struct pollfd end = {.fd = compilation.process.pidfd, .events = POLLIN};
    if (poll(&end, 1, COMPILER_WALL_MS) == 0) {
        compilation.overtime = true;
        process_kill(&compilation.process);
    }
    answer.compiled.end = compilation_finish(&compilation);
    if (player->failed_compiles) {
        player->failed_compiles--;
        answer.compiled.end = COMPILE_FAILED;
    }
    if (answer.compiled.end == COMPILE_DONE) {
        player->images[player->image_count++] = (struct player_image){image, compilation.image};
        compilation.image = -1;
    }
    player_send(player->front, &answer, &compilation.report, 1);
    compilation_close(&compilation);
    close(source);
}

struct player_image *player_image_of(struct player *player, uint64_t number)
{
    for (unsigned i = 0; i < player->image_count; i++)
        if (player->images[i].number == number)
            return &player->images[i];
    player_give_up("front", "names an image that is not there");
}

static void forget(struct player *player, uint64_t number)
{
    struct player_image *image = player_image_of(player, number);
    close(image->fd);
    *image = player->images[--player->image_count];
    player->forgotten++;
}

/* ---- The loop ---- */

static void take(struct player *player, const struct message *message, const int *fds)
{
    switch (message->kind) {
    case MESSAGE_FRONT_READY:
        player->ready = true;
        break;
    case MESSAGE_FRONT_COMPILE:
        compile(player, message->image.image, fds[0]);
        break;
    case MESSAGE_FRONT_FORGET:
        forget(player, message->image.image);
        break;
    case MESSAGE_FRONT_SPAWN:
        player_spawn(player, message);
        break;
    case MESSAGE_FRONT_KILL:
        player_kill_asked(player, message->worker.worker);
        break;
    case MESSAGE_FRONT_DRAINED:
        player->drained = true;
        shutdown(player->front, SHUT_WR); /* it may leave */
        break;
    default:
        player_give_up("front says", message_name(message->kind));
    }
}

/* False once the front has closed. */
static bool take_all(struct player *player)
{
    struct message message;
    int fds[MESSAGE_DESCRIPTORS_MAX], count;
    int got;
    while ((got = channel_receive(player->front, PEER_FRONT, PEER_SUPERVISOR, &message, fds,
                                  &count)) == 1)
        take(player, &message, fds);
    return got == 0;
}

static void take_signals(struct player *player)
{
    char signal;
    while (read(player->signals, &signal, 1) == 1)
        player->on_signal(player, signal);
}

static void wait_for_events(const struct player *player)
{
    struct pollfd fds[2 + PLAYER_WORKERS_MAX] = {{.fd = player->front, .events = POLLIN},
                                                 {.fd = player->signals, .events = POLLIN}};
    for (unsigned i = 0; i < player->worker_count; i++)
        fds[2 + i] = (struct pollfd){.fd = player->workers[i].process.pidfd, .events = POLLIN};
    poll(fds, 2 + player->worker_count, 5);
}

static void end_all(struct player *player)
{
    struct process_end end;
    while (player->worker_count) {
        struct player_worker *worker = &player->workers[player->worker_count - 1];
        process_kill(&worker->process);
        process_reap(&worker->process, true, &end);
        player_remove_worker(player, worker);
    }
    while (player->image_count)
        close(player->images[--player->image_count].fd);
}

bool player_run(struct player *player, int seconds)
{
    uint64_t end = player_now_ms() + (uint64_t)seconds * 1000;
    uint64_t looked = 0;
    bool there = true;
    while (there && player_now_ms() < end) {
        wait_for_events(player);
        there = take_all(player);
        take_signals(player);
        for (unsigned i = player->worker_count; i-- > 0;)
            player_reap(player, &player->workers[i]);
        if (player_now_ms() - looked >= 5) {
            player_look(player);
            looked = player_now_ms();
        }
    }
    end_all(player);
    return !there;
}
