/* SPDX-License-Identifier: Apache-2.0 */
/* player_workers.c: the player's workers: their start and end, their time, and their accidents. */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>

#include "lib/channel/channel.h"
#include "tests/process/front/player_own.h"

/* So long nobody else is killed, who might be alone with the suspect. */
enum { CRASH_PAUSE_MS = 400 };

static void say_died(struct player *player, uint64_t number, enum death death, int code)
{
    struct message message = {.kind = MESSAGE_DIED,
                              .died = {.worker = number, .death = death, .code = code}};
    player_send(player->front, &message, NULL, 0);
}

static void say_spawned(struct player *player, const struct player_worker *worker)
{
    struct message message = {.kind = MESSAGE_SPAWNED,
                              .spawned = {.worker = worker->number, .pid = worker->process.pid}};
    int fds[MESSAGE_DESCRIPTORS_MAX] = {worker->files.jobs, worker->files.verdicts,
                                        worker->files.doorbell};
    for (unsigned i = 0; i < player->threads; i++)
        fds[3 + i] = worker->files.completions[i];
    player_send(player->front, &message, fds, 3 + (int)player->threads);
}

void player_spawn(struct player *player, const struct message *message)
{
    struct error error;
    player->spawns++;
    if (player->unborn_spawns) {
        player->unborn_spawns--;
        say_died(player, message->spawn.worker, DEATH_UNBORN, ENOMEM);
        return;
    }
    if (player->worker_count == PLAYER_WORKERS_MAX)
        player_give_up("front", "wants too many workers");
    struct player_worker *worker = &player->workers[player->worker_count];
    *worker =
        (struct player_worker){.number = message->spawn.worker, .cpu_ms = message->spawn.cpu_ms};
    if (worker_files_open(&worker->files, player->threads, &error) ||
        worker_start(&worker->process, &player->programs, &worker->files,
                     player_image_of(player, message->spawn.image)->fd, message->spawn.stack_kib,
                     message->spawn.memory_kib, &error))
        player_give_up("worker", error.text);
    worker->jobs = mmap(NULL, 4096, PROT_READ, MAP_SHARED, worker->files.jobs, 0);
    worker->verdicts =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, worker->files.verdicts, 0);
    if (++player->worker_count > player->live_most)
        player->live_most = player->worker_count;
    say_spawned(player, worker);
}

void player_remove_worker(struct player *player, struct player_worker *worker)
{
    munmap((void *)(uintptr_t)worker->jobs, 4096);
    munmap(worker->verdicts, 4096);
    worker_files_close(&worker->files);
    *worker = player->workers[--player->worker_count];
}

void player_reap(struct player *player, struct player_worker *worker)
{
    struct process_end end;
    if (!process_reap(&worker->process, false, &end))
        return;
    enum death death = worker->killed ? worker->cause : end.signal ? DEATH_SIGNALLED : DEATH_EXITED;
    say_died(player, worker->number, death, end.signal ? end.signal : end.status);
    player_remove_worker(player, worker);
}

static void kill_for(struct player_worker *worker, enum death cause)
{
    worker->killed = true;
    worker->cause = cause;
    process_kill(&worker->process);
}

void player_kill_asked(struct player *player, uint64_t number)
{
    for (unsigned i = 0; i < player->worker_count; i++)
        if (player->workers[i].number == number) {
            player->broken += player->workers[i].breaking;
            kill_for(&player->workers[i], DEATH_ASKED);
        }
}

/* ---- Time ---- */

/* A simple form of the supervisor's clock. */
static void look_at(struct player *player, struct player_worker *worker)
{
    uint64_t submitted = 0, finished = 0;
    for (unsigned i = 0; i < player->threads; i++) {
        submitted += atomic_load(&worker->jobs->ring[i].submitted);
        finished += atomic_load(&worker->verdicts->ring[i].finished);
    }
    long cpu = process_cpu_us(&worker->process);
    bool same = worker->busy && worker->finished == finished;
    worker->busy = submitted > finished && atomic_load(&worker->verdicts->ready);
    worker->finished = finished;
    if (!same || !worker->busy)
        worker->cpu_base_us = cpu;
    else if (cpu - worker->cpu_base_us > (long)worker->cpu_ms * 1000 && !worker->killed)
        kill_for(worker, DEATH_CPU);
}

/* Never a worker that runs one job alone: it is busy before its first verdict only, and a job that
 * two accidents meet rightly gets another status. */
static bool may_be_hit(const struct player_worker *worker)
{
    return worker->busy && worker->finished && !worker->killed;
}

static void cause_accidents(struct player *player)
{
    uint64_t now = player_now_ms();
    unsigned pause = player->kills == 1 ? CRASH_PAUSE_MS : player->kill_every_ms;
    bool due = player->kill_every_ms && player->kills < player->kills_max &&
               now - player->last_kill_ms >= pause;
    for (unsigned i = 0; i < player->worker_count; i++) {
        struct player_worker *worker =
            &player->workers[(i + player->next_victim) % player->worker_count];
        if (!may_be_hit(worker))
            continue;
        if (player->broken < player->breaks) {
            worker->breaking = true; /* again and again: the worker writes there too */
            atomic_store(&worker->verdicts->ring[0].finished, UINT64_MAX / 2);
            return;
        }
        if (!due)
            return;
        /* The first as if its job had crashed it: the suspect scores when it is tried alone. */
        if (player->kills)
            process_kill(&worker->process);
        else
            kill(worker->process.pid, SIGSEGV);
        player->kills++;
        player->next_victim++;
        player->last_kill_ms = now;
        return;
    }
}

void player_look(struct player *player)
{
    for (unsigned i = 0; i < player->worker_count; i++)
        look_at(player, &player->workers[i]);
    if (player->worker_count)
        cause_accidents(player);
}
