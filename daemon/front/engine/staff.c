/* SPDX-License-Identifier: Apache-2.0 */
/* staff.c: who gets the workers that there may be. Whoever waits longest is served first; where all
 * workers are there already, an idle one makes room, or one that has had its turn. */
#include <stdlib.h>

#include "daemon/front/engine/control.h"
#include "daemon/front/engine/memory.h"

/* ---- Images ---- */

struct image *image_new(struct staff *staff)
{
    struct image *image = memory_new(sizeof *image);
    image->number = ++staff->last_image;
    image->users = 1;
    image->stack_kib = STACK_KIB_FIRST;
    for (unsigned role = 0; role < ROLES; role++) {
        image->crews[role].image = image;
        image->crews[role].role = (enum role)role;
    }
    table_put(&staff->images, image->number, image);
    return image;
}

struct image *image_find(const struct staff *staff, uint64_t number)
{
    return table_find(&staff->images, number);
}

static bool unused(const struct image *image)
{
    return !image->users && !image->crews[ROLE_MAKER].workers && !image->crews[ROLE_JUDGE].workers;
}

void image_settle(struct staff *staff, struct image *image)
{
    if (!unused(image))
        return;
    struct message message = {.kind = MESSAGE_FRONT_FORGET, .image = {image->number}};
    if (image->compiled && !staff->control->stopping)
        control_send(staff->control, &message, -1);
    table_remove(&staff->images, image->number);
    free(image);
}

void image_release(struct staff *staff, struct image *image)
{
    if (--image->users)
        return;
    for (unsigned role = 0; role < ROLES; role++)
        for (struct worker *worker = image->crews[role].workers; worker; worker = worker->next)
            worker_retire(staff, worker);
    image_settle(staff, image);
}

/* ---- Wishes ---- */

void staff_want(struct staff *staff, const struct letter *letter)
{
    struct image *image = image_find(staff, letter->want.image);
    if (!image || letter->want.role >= ROLES)
        return;
    struct crew *crew = &image->crews[letter->want.role];
    crew->limits = letter->want.limits;
    crew->alone[letter->thread] += letter->want.alone;
    if (letter->want.grow)
        crew->wished_ns = uv_hrtime();
    staff_balance(staff);
}

/* The thread that has waited for workers of its own for most jobs; -1: none waits. */
static int wants_own(const struct crew *crew)
{
    int most = 0, thread = -1;
    for (int i = 0; i < THREADS_MAX; i++)
        if (crew->alone[i] > most) {
            most = crew->alone[i];
            thread = i;
        }
    return thread;
}

static bool starts_shared(const struct crew *crew)
{
    for (const struct worker *worker = crew->workers; worker; worker = worker->next)
        if (worker->state == WORKER_STARTING && !worker->alone)
            return true;
    return false;
}

static bool wants_shared(struct crew *crew, const struct staff *staff, uint64_t now)
{
    if (crew->wished_ns && now - crew->wished_ns > WISH_NS)
        crew->wished_ns = 0; /* no thread repeats it: its jobs are gone */
    if (!crew->wished_ns || starts_shared(crew))
        return false;
    /* One more beside others helps only where a CPU is free for it. */
    unsigned cpus = staff->control->front.cpus;
    return !crew->shared || crew->relief || (crew->shared < cpus && staff->working < cpus);
}

static bool wants(struct crew *crew, const struct staff *staff, uint64_t now)
{
    bool own = wants_own(crew) >= 0 && crew->own < staff->control->front.cpus;
    bool hungry = image_in_service(crew->image) && (own || wants_shared(crew, staff, now));
    if (!hungry)
        crew->hungry_ns = 0;
    else if (!crew->hungry_ns)
        crew->hungry_ns = now;
    return hungry;
}

/* Whether its jobs cannot go on at all without one more worker. */
static bool stands_still(const struct crew *crew)
{
    return !crew->shared || wants_own(crew) >= 0;
}

static bool before(const struct crew *a, const struct crew *b)
{
    if (stands_still(a) != stands_still(b))
        return stands_still(a);
    return a->hungry_ns < b->hungry_ns;
}

/* Crews that want a worker: the one to be served next, and how many there are. */
struct demand {
    struct crew *first;
    unsigned still, more; /* that could take one now: to go on at all; beside those they have */
    unsigned later;       /* that must wait a while after failures */
};

static struct demand look_for_demand(struct staff *staff, uint64_t now)
{
    struct demand demand = {0};
    struct image *image;
    for (size_t at = 0; (image = table_next(&staff->images, &at));)
        for (unsigned role = 0; role < ROLES; role++) {
            struct crew *crew = &image->crews[role];
            if (!wants(crew, staff, now))
                continue;
            if (now < crew->not_before_ns) {
                demand.later++;
                continue;
            }
            ++*(stands_still(crew) ? &demand.still : &demand.more);
            if (!demand.first || before(crew, demand.first))
                demand.first = crew;
        }
    return demand;
}

static void serve(struct staff *staff, struct crew *crew)
{
    int thread = wants_own(crew);
    bool alone = thread >= 0 && crew->own < staff->control->front.cpus;
    if (alone) {
        crew->alone[thread]--;
    } else {
        crew->wished_ns = 0;
        crew->relief = false;
    }
    crew->hungry_ns = 0; /* to the end of the line, where it wants more */
    worker_spawn(staff, crew, alone, alone ? (unsigned)thread : 0);
}

/* ---- Making room ---- */

static uint64_t last_used(const struct worker *worker, unsigned threads)
{
    uint64_t last = worker->live_ns;
    for (unsigned i = 0; i < threads; i++) {
        uint64_t used = atomic_load_explicit(&worker->seat[i].used_ns, memory_order_relaxed);
        last = used > last ? used : last;
    }
    return last;
}

/* How well a worker can be spared for a crew; workers of one job end by themselves. */
enum sparing {
    SPARED_NOT,
    SPARED_TURN,    /* it has had its turn, and another's jobs stand still */
    SPARED_PAUSE,   /* the same, but it has nothing to do just now */
    SPARED_SURPLUS, /* the same, but it has others beside it */
    SPARED_IDLE,
};

static enum sparing sparing(const struct staff *staff, const struct crew *crew,
                            const struct worker *worker, uint64_t now)
{
    unsigned threads = staff->control->front.threads;
    if (worker->state != WORKER_LIVE || worker->alone ||
        (worker->crew == crew && wants_own(crew) < 0))
        return SPARED_NOT;
    if (worker_idle(worker, threads, now, IDLE_LONG_NS))
        return SPARED_IDLE;
    if (!stands_still(crew))
        return SPARED_NOT;
    bool paused = worker_idle(worker, threads, now, IDLE_LEAST_NS);
    bool served = now - worker->live_ns >= TURN_NS;
    if (served && worker->crew->shared > 1)
        return SPARED_SURPLUS;
    return paused ? SPARED_PAUSE : served ? SPARED_TURN : SPARED_NOT;
}

/* Who makes room: of those that can best be spared the one that was used, or came, longest ago. */
static struct worker *find_leaver(const struct staff *staff, const struct crew *crew, uint64_t now)
{
    unsigned threads = staff->control->front.threads;
    struct worker *worker, *leaver = NULL;
    enum sparing best = SPARED_NOT;
    uint64_t best_since = 0;
    for (size_t at = 0; (worker = table_next(&staff->workers, &at));) {
        enum sparing how = sparing(staff, crew, worker, now);
        if (how == SPARED_NOT || how < best)
            continue;
        uint64_t since = how == SPARED_TURN ? worker->live_ns : last_used(worker, threads);
        if (how > best || since < best_since) {
            best = how;
            best_since = since;
            leaver = worker;
        }
    }
    return leaver;
}

static unsigned count_working(const struct staff *staff, uint64_t now)
{
    struct worker *worker;
    unsigned working = 0;
    for (size_t at = 0; (worker = table_next(&staff->workers, &at));)
        working += worker->state == WORKER_LIVE &&
                   !worker_idle(worker, staff->control->front.threads, now, 0);
    return working;
}

static void on_timer(uv_timer_t *timer)
{
    staff_balance(timer->data);
}

void staff_balance(struct staff *staff)
{
    struct demand demand;
    uint64_t now = uv_hrtime();
    if (staff->control->stopping)
        return;
    staff->working = count_working(staff, now);
    while ((demand = look_for_demand(staff, now)).first &&
           staff->alive < staff->control->front.workers_max)
        serve(staff, demand.first);
    /* Who only wants one more does not send away whom only a crew that stands still may. */
    while (demand.first && staff->leaving < (demand.still ? demand.still : demand.more)) {
        struct worker *leaver = find_leaver(staff, demand.first, now);
        if (!leaver)
            break;
        worker_retire(staff, leaver);
    }
    bool hungry = demand.still || demand.more || demand.later;
    bool ticking = uv_is_active((uv_handle_t *)&staff->timer);
    if (hungry && !ticking)
        uv_timer_start(&staff->timer, on_timer, BALANCE_MS, BALANCE_MS);
    else if (!hungry && ticking)
        uv_timer_stop(&staff->timer);
}

static struct worker *longest_unused(const struct staff *staff)
{
    unsigned threads = staff->control->front.threads;
    struct worker *worker, *found = NULL;
    for (size_t at = 0; (worker = table_next(&staff->workers, &at));)
        if (worker->state == WORKER_LIVE &&
            (!found || last_used(worker, threads) < last_used(found, threads)))
            found = worker;
    return found;
}

/* Those that are too many finish what they have. */
void staff_bound(struct staff *staff, unsigned most)
{
    struct worker *worker;
    staff->control->front.workers_max = most;
    while (staff->alive - staff->leaving > most && (worker = longest_unused(staff)))
        worker_retire(staff, worker);
    staff_balance(staff);
}

/* ---- Time ---- */

/* Whoever waits may spin where every thread and every worker that works has a CPU to itself. */
static void allow_spins(struct staff *staff, uint64_t now)
{
    struct front *front = &staff->control->front;
    unsigned runnable = front->threads;
    struct worker *worker;
    for (size_t at = 0; (worker = table_next(&staff->workers, &at));)
        runnable += worker->state == WORKER_LIVE &&
                    !worker_idle(worker, front->threads, now, IDLE_LEAST_NS);
    unsigned looks = runnable <= front->cpus ? SPIN_LOOKS : 0;
    atomic_store_explicit(&front->spins, looks, memory_order_relaxed);
    for (size_t at = 0; (worker = table_next(&staff->workers, &at));)
        if (worker->state == WORKER_LIVE)
            lane_allow_spins(&worker->memory, looks);
}

static void set_gauges(struct staff *staff, uint64_t now)
{
    struct gauges *gauges = &staff->control->front.gauges;
    unsigned threads = staff->control->front.threads;
    unsigned idle = 0, busy = 0, starting = 0;
    struct worker *worker;
    for (size_t at = 0; (worker = table_next(&staff->workers, &at));) {
        starting += worker->state == WORKER_STARTING;
        if (worker->state != WORKER_LIVE && worker->state != WORKER_RETIRING)
            continue;
        bool is_idle = worker_idle(worker, threads, now, 0);
        idle += is_idle;
        busy += !is_idle;
    }
    atomic_store(&gauges->workers_idle, idle);
    atomic_store(&gauges->workers_busy, busy);
    atomic_store(&gauges->workers_starting, starting);
}

static bool has_another(const struct worker *worker)
{
    for (const struct worker *at = worker->crew->workers; at; at = at->next)
        if (at != worker && at->state == WORKER_LIVE && !at->alone && lane_ready(&at->memory))
            return true;
    return false;
}

/* A worker that has done its part stays until another is ready, so that no job waits for a start;
 * but not for ever, where none comes. */
static void relieve(struct staff *staff, struct worker *worker, uint64_t now)
{
    if (has_another(worker) ||
        worker_finished(worker, staff->control->front.threads) >= 2 * WORKER_JOBS_MAX)
        worker_retire(staff, worker);
    else {
        worker->crew->wished_ns = now;
        worker->crew->relief = true;
    }
}

void staff_tick(struct staff *staff, uint64_t now)
{
    unsigned threads = staff->control->front.threads;
    struct worker *worker;
    for (size_t at = 0; (worker = table_next(&staff->workers, &at));) {
        if (worker_finished(worker, threads))
            worker->crew->unborn = worker->crew->barren = 0;
        if (worker->alone)
            continue;
        if (worker_idle(worker, threads, now, IDLE_NS))
            worker_retire(staff, worker);
        else if (worker_finished(worker, threads) >= WORKER_JOBS_MAX)
            relieve(staff, worker, now);
    }
    staff_balance(staff);
    set_gauges(staff, now);
    allow_spins(staff, now);
}

void staff_open(struct staff *staff, struct control *control)
{
    staff->control = control;
    uv_timer_init(&control->loop, &staff->timer);
    staff->timer.data = staff;
}

void staff_close(struct staff *staff)
{
    uv_close((uv_handle_t *)&staff->timer, NULL);
}

void staff_deinit(struct staff *staff)
{
    struct worker *worker;
    struct image *image;
    size_t at = 0;
    while ((worker = table_next(&staff->workers, &at))) {
        worker_free(staff, worker);
        at = 0; /* removal moves rows */
    }
    for (at = 0; (image = table_next(&staff->images, &at));)
        free(image);
    table_deinit(&staff->workers);
    table_deinit(&staff->images);
}
