/* SPDX-License-Identifier: Apache-2.0 */
/* worker.c: one worker's life, as the control loop leads it: asked for, given to the threads,
 * retired, killed, dead, freed. Only the supervisor starts and kills. */
#include "daemon/front/engine/worker.h"

#include <stdlib.h>
#include <unistd.h>

#include "daemon/front/engine/bounds.h"
#include "daemon/front/engine/control.h"
#include "daemon/front/engine/memory.h"
#include "lib/base/log.h"
#include "lib/sandbox/sanitizer.h"

static unsigned *crew_count(const struct worker *worker)
{
    return worker->alone ? &worker->crew->own : &worker->crew->shared;
}

void worker_spawn(struct staff *staff, struct crew *crew, bool alone, unsigned thread)
{
    struct worker *worker = memory_new_aligned(sizeof *worker);
    worker->number = ++staff->last_worker;
    worker->image = crew->image->number;
    worker->role = crew->role;
    worker->alone = alone;
    worker->thread = thread;
    worker->stack_kib = crew->image->stack_kib < crew->limits.stack_kib ? crew->image->stack_kib
                                                                        : crew->limits.stack_kib;
    worker->crew = crew;
    worker->state = WORKER_STARTING;
    worker->jobs_fd = worker->doorbell = -1;
    for (unsigned i = 0; i < THREADS_MAX; i++)
        worker->completions[i] = -1;
    worker->next = crew->workers;
    if (worker->next)
        worker->next->previous = worker;
    crew->workers = worker;
    table_put(&staff->workers, worker->number, worker);
    staff->alive++;
    ++*crew_count(worker);
    struct message message = {.kind = MESSAGE_FRONT_SPAWN,
                              .spawn = {.worker = worker->number,
                                        .image = worker->image,
                                        .cpu_ms = crew->limits.cpu_ms,
                                        .memory_kib = crew->limits.memory_kib,
                                        .stack_kib = worker->stack_kib}};
    atomic_fetch_add(&staff->control->front.gauges.workers_started, 1);
    control_send(staff->control, &message, -1);
}

static void kill_it(struct staff *staff, struct worker *worker)
{
    struct message message = {.kind = MESSAGE_FRONT_KILL, .worker = {worker->number}};
    if (worker->state == WORKER_KILLED || worker->state == WORKER_DEAD)
        return;
    if (worker->state == WORKER_LIVE || worker->state == WORKER_STARTING)
        staff->leaving++;
    worker->state = WORKER_KILLED;
    control_send(staff->control, &message, -1);
}

void worker_free(struct staff *staff, struct worker *worker)
{
    if (worker->next)
        worker->next->previous = worker->previous;
    *(worker->previous ? &worker->previous->next : &worker->crew->workers) = worker->next;
    table_remove(&staff->workers, worker->number);
    if (worker->memory.jobs)
        lane_memory_unmap(&worker->memory);
    for (unsigned i = 0; i < THREADS_MAX; i++)
        if (worker->completions[i] >= 0)
            close(worker->completions[i]);
    if (worker->jobs_fd >= 0)
        close(worker->jobs_fd);
    if (worker->doorbell >= 0)
        close(worker->doorbell);
    struct image *image = worker->crew->image;
    free(worker);
    image_settle(staff, image);
}

/* Posts to the threads that may have a link: the one that it is for, or all. */
static void tell_threads(struct staff *staff, const struct worker *worker, enum letter_kind kind)
{
    for (unsigned i = 0; i < staff->control->front.threads; i++) {
        if (worker->alone && worker->thread != i)
            continue;
        struct letter *letter = letter_new(kind);
        letter->worker.number = worker->number;
        if (kind == LETTER_WORKER)
            letter->worker.worker = (struct worker *)(uintptr_t)worker;
        control_post(staff->control, i, letter);
    }
}

/* Takes over memory and descriptors; false where they are not what they should be. */
static bool adopt(struct worker *worker, unsigned threads, const int *descriptors, int count)
{
    struct error error = {0};
    if (count != 3 + (int)threads)
        return false;
    int status = lane_memory_map(&worker->memory, descriptors[0], descriptors[1], threads, &error);
    if (status) {
        log_event(LOG_ERROR, "worker memory not mapped", "worker=%lu error=\"%s\"", worker->number,
                  error.text);
        worker->memory = (struct lane_memory){0};
        return false;
    }
    worker->jobs_fd = descriptors[0];
    close(descriptors[1]);
    worker->doorbell = descriptors[2];
    for (unsigned i = 0; i < threads; i++)
        worker->completions[i] = descriptors[3 + i];
    return true;
}

void staff_spawned(struct staff *staff, const struct message *message, const int *descriptors,
                   int count)
{
    struct worker *worker = table_find(&staff->workers, message->spawned.worker);
    unsigned threads = staff->control->front.threads;
    if (worker && worker->state == WORKER_STARTING && adopt(worker, threads, descriptors, count)) {
        worker->state = WORKER_LIVE;
        worker->live_ns = uv_hrtime();
        worker->links = worker->alone ? 1 : threads;
        worker->crew->wished_ns = 0;
        tell_threads(staff, worker, LETTER_WORKER);
        if (!image_in_service(worker->crew->image))
            worker_retire(staff, worker); /* its version went meanwhile */
        return;
    }
    for (int i = 0; i < count; i++)
        close(descriptors[i]);
    if (worker)
        kill_it(staff, worker);
}

void worker_retire(struct staff *staff, struct worker *worker)
{
    if (worker->state != WORKER_LIVE)
        return;
    worker->state = WORKER_RETIRING;
    staff->leaving++;
    tell_threads(staff, worker, LETTER_RETIRE);
}

void staff_closed(struct staff *staff, uint64_t number)
{
    struct worker *worker = table_find(&staff->workers, number);
    if (!worker || --worker->links)
        return;
    if (worker->state != WORKER_DEAD) {
        kill_it(staff, worker);
        return;
    }
    worker_free(staff, worker);
    staff_balance(staff);
}

void staff_broken(struct staff *staff, uint64_t number)
{
    struct worker *worker = table_find(&staff->workers, number);
    if (!worker)
        return;
    log_event(LOG_WARNING, "worker broke the protocol", "worker=%lu image=%lu", number,
              worker->image);
    worker->broken = true;
    kill_it(staff, worker);
}

/* Environment code runs under a claim only: who dies without one, jobs in hand, has wiped it. */
static bool claims_something(const struct worker *worker)
{
    const struct verdicts_head *head = worker->memory.verdicts;
    return atomic_load_explicit(&head->claim, memory_order_relaxed) != 0;
}

static void learn_facts(struct worker *worker, const struct message *message)
{
    struct death_facts *facts = &worker->facts;
    facts->death =
        message->died.death <= DEATH_UNBORN ? (enum death)message->died.death : DEATH_ASKED;
    facts->code = message->died.code;
    facts->broken = worker->broken;
    if (!worker->memory.jobs)
        return;
    facts->plausible = claims_something(worker) && lane_claim_plausible(&worker->memory);
    facts->ready = lane_ready(&worker->memory);
    facts->words = lane_last_words(&worker->memory, facts->text);
    facts->cramped = facts->death == DEATH_EXITED && facts->words == LAST_WORDS_STACK_OVERFLOW &&
                     worker->stack_kib < worker->crew->limits.stack_kib;
}

/* Its jobs, and all that follow, are done with more room. */
static void make_room(struct staff *staff, const struct worker *cramped)
{
    struct image *image = cramped->crew->image;
    if (image->stack_kib <= cramped->stack_kib)
        image->stack_kib = cramped->stack_kib * STACK_GROWTH;
    for (unsigned role = 0; role < ROLES; role++)
        for (struct worker *worker = image->crews[role].workers; worker; worker = worker->next)
            if (worker->stack_kib < image->stack_kib)
                worker_retire(staff, worker);
}

/* Starts of the crew are spaced after deaths without a verdict. Those that jobs cause come slowly
 * only, because each of them ends a job; those of the server may last. */
static void learn_from_death(struct staff *staff, const struct worker *worker)
{
    struct crew *crew = worker->crew;
    const struct death_facts *facts = &worker->facts;
    uint64_t now = uv_hrtime();
    if (worker_finished(worker, staff->control->front.threads)) {
        crew->barren = crew->unborn = 0;
    } else if (facts->death == DEATH_UNBORN || (!facts->ready && facts->death != DEATH_ASKED)) {
        crew->not_before_ns = now + backoff_ns(UNBORN_LEAST_NS, UNBORN_MOST_NS, crew->unborn++);
    } else if (!worker->alone && facts->death != DEATH_ASKED && ++crew->barren > BARREN_FREE) {
        crew->not_before_ns =
            now + backoff_ns(BARREN_LEAST_NS, BARREN_MOST_NS, crew->barren - BARREN_FREE - 1);
    }
    if (crew->unborn < UNBORN_TRIES)
        return;
    for (unsigned i = 0; i < staff->control->front.threads; i++) {
        struct letter *letter = letter_new(LETTER_STARVED);
        letter->want.image = crew->image->number;
        letter->want.role = crew->role;
        control_post(staff->control, i, letter);
    }
}

static void log_death(const struct worker *worker)
{
    static const char *const deaths[] = {"exited", "signalled", "cpu",   "wall",
                                         "idle",   "asked",     "unborn"};
    const struct death_facts *facts = &worker->facts;
    if (facts->death == DEATH_EXITED && facts->code == SANITIZER_EXIT)
        log_event(LOG_ERROR, "worker stopped by its sanitizer", "worker=%lu image=%lu",
                  worker->number, worker->image);
    else if (facts->death != DEATH_ASKED)
        log_event(facts->death == DEATH_UNBORN ? LOG_WARNING : LOG_DEBUG, "worker died",
                  "worker=%lu image=%lu death=%s code=%d", worker->number, worker->image,
                  deaths[facts->death], facts->code);
}

void staff_died(struct staff *staff, const struct message *message)
{
    struct worker *worker = table_find(&staff->workers, message->died.worker);
    if (!worker || worker->state == WORKER_DEAD)
        return;
    bool unborn = !worker->memory.jobs;
    staff->leaving -= worker->state == WORKER_RETIRING || worker->state == WORKER_KILLED;
    staff->alive--;
    --*crew_count(worker);
    worker->state = WORKER_DEAD;
    learn_facts(worker, message);
    if (unborn)
        worker->facts.death = DEATH_UNBORN;
    if (worker->facts.cramped)
        make_room(staff, worker); /* before the threads put its jobs back */
    else
        learn_from_death(staff, worker);
    log_death(worker);
    struct gauges *gauges = &staff->control->front.gauges;
    counter_add(&gauges->workers_died[worker->facts.death], 1);
    counter_add(&gauges->worker_cpu_us, message->died.cpu_us);
    if (unborn && worker->alone)
        worker->crew->alone[worker->thread]++; /* its job still waits */
    if (worker->links)
        tell_threads(staff, worker, LETTER_DIED);
    else
        worker_free(staff, worker);
    staff_balance(staff);
}

bool worker_idle(const struct worker *worker, unsigned threads, uint64_t now, uint64_t least_ns)
{
    if (worker->state != WORKER_LIVE || now - worker->live_ns < least_ns)
        return false;
    for (unsigned i = 0; i < threads; i++)
        if (atomic_load_explicit(&worker->seat[i].in_flight, memory_order_relaxed) ||
            now - atomic_load_explicit(&worker->seat[i].used_ns, memory_order_relaxed) < least_ns)
            return false;
    return true;
}

uint64_t worker_finished(const struct worker *worker, unsigned threads)
{
    uint64_t finished = 0;
    for (unsigned i = 0; i < threads; i++)
        finished += atomic_load_explicit(&worker->seat[i].finished, memory_order_relaxed);
    return finished;
}
