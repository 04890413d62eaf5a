/* SPDX-License-Identifier: Apache-2.0 */
/* load.c: posts fixed bodies over keep-alive connections, one thread, and looks into each answer.
 *
 *     load [--connections N] [--warm MS] [--measure MS] [--rate PER_SECOND]
 *          --expect TEXT --times N ADDRESS PATH BODY…
 *
 * ADDRESS is 127.0.0.1:PORT or unix:PATH; the bodies are files, taken in turn. Without a rate each
 * connection asks again as soon as it is answered (closed loop); with one, requests arrive at
 * random times (a Poisson process), wait for a free connection where there is none, and their
 * latency counts from the time at which they were due (open loop). An answer is right where its
 * status is 200 and TEXT is in its body exactly N times. Prints one line of JSON. */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "tests/bench/load_connection.h"
#include "tests/bench/load_histogram.h"

#define NS_PER_MS 1000000ull
#define NS_PER_S 1000000000ull

enum {
    BODIES_MAX = 256,
    EVENTS = 256,          /* taken from the kernel at once */
    BACKLOG_MAX = 1 << 20, /* requests that are due and wait for a connection */
    PATIENCE_S = 60,       /* for what is in flight at the end */
};

static struct options {
    unsigned connections, warm_ms, measure_ms;
    double rate; /* 0: closed loop */
    struct expectation expectation;
    const char *address, *path;
} options = {.connections = 64, .warm_ms = 200, .measure_ms = 1000};

static struct request bodies[BODIES_MAX];
static unsigned body_count, next_body;

static struct connection *connections;
static struct connection *idle; /* a list, for the open loop */

/* The arrivals that wait for a connection: times at which they were due. */
static uint64_t backlog[BACKLOG_MAX];
static size_t backlog_head, backlog_tail;

static struct totals {
    uint64_t all; /* warm-up included, as not_200, wrong, late_starts and the CPU time are */
    uint64_t not_200, wrong, late_starts;
    uint64_t answers;         /* that came while it was measured */
    struct histogram latency; /* of requests that were due while it was measured */
} totals;
static uint64_t measure_from, measure_to;
static unsigned outstanding; /* requests without their answer */

_Noreturn static void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * NS_PER_S + (uint64_t)time.tv_nsec;
}

static const struct request *take_body(void)
{
    const struct request *body = &bodies[next_body];
    next_body = next_body + 1 < body_count ? next_body + 1 : 0;
    return body;
}

static void start(struct connection *connection, uint64_t due)
{
    connection->due_ns = due;
    outstanding++;
    if (connection_send(connection, take_body()) < 0)
        fail("a connection broke while a request was sent");
}

/* ---- The open loop's arrivals ---------------------------------------------------------------- */

/* Of mean 1, by xorshift: the same arrivals in every run. */
static double exponential(void)
{
    static uint64_t word = 0x9e3779b97f4a7c15ull;
    word ^= word << 13;
    word ^= word >> 7;
    word ^= word << 17;
    double u = ((double)(word >> 11) + 1) * 0x1p-53; /* 0 < u ≤ 1 */
    return -log(u);
}

static void arrive(uint64_t due)
{
    struct connection *connection = idle;
    if (connection) {
        idle = connection->next;
        start(connection, due);
        return;
    }
    if (backlog_head - backlog_tail == BACKLOG_MAX) {
        errno = EOVERFLOW;
        fail("far more requests are due than are answered; give a lower --rate");
    }
    backlog[backlog_head++ % BACKLOG_MAX] = due;
    totals.late_starts++;
}

/* Starts all that is due; returns when the next will be. */
static uint64_t arrivals(uint64_t now)
{
    static double next;
    if (next <= 0)
        next = (double)now;
    while (next <= (double)now) {
        arrive((uint64_t)next);
        next += exponential() * (double)NS_PER_S / options.rate;
    }
    return (uint64_t)next;
}

/* ---- Answers --------------------------------------------------------------------------------- */

static bool in_window(uint64_t time)
{
    return time >= measure_from && time < measure_to;
}

static void count(const struct connection *connection, uint64_t now)
{
    const struct answer *answer = &connection->answer;
    bool right = answer->status == 200 && answer->found == options.expectation.times;
    totals.all++;
    totals.not_200 += answer->status != 200;
    totals.wrong += answer->status == 200 && !right;
    if (in_window(now))
        totals.answers++;
    if (in_window(connection->due_ns)) /* however late it came */
        histogram_add(&totals.latency, now - connection->due_ns);
}

static void answered(struct connection *connection, uint64_t now)
{
    outstanding--;
    count(connection, now);
    if (backlog_head != backlog_tail) { /* those due before the end are all asked */
        start(connection, backlog[backlog_tail++ % BACKLOG_MAX]);
    } else if (options.rate > 0) {
        connection->next = idle;
        idle = connection;
    } else if (now < measure_to) {
        start(connection, now);
    }
}

static void on_event(const struct epoll_event *event)
{
    struct connection *connection = event->data.ptr;
    if ((event->events & EPOLLOUT) && connection_flush(connection) < 0)
        fail("a connection broke while a request was sent");
    if (!(event->events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        return;
    int got = connection_receive(connection, &options.expectation);
    if (got < 0)
        fail("no whole answer");
    if (got > 0)
        answered(connection, now_ns());
}

static void wait_until(int epoll, uint64_t now, uint64_t until)
{
    static struct epoll_event events[EVENTS];
    uint64_t wait = until > now ? until - now : 0;
    struct timespec timeout = {(time_t)(wait / NS_PER_S), (long)(wait % NS_PER_S)};
    int found = epoll_pwait2(epoll, events, EVENTS, &timeout, NULL);
    if (found < 0 && errno != EINTR)
        fail("epoll_pwait2");
    for (int i = 0; i < found; i++)
        on_event(&events[i]);
}

static void start_all(uint64_t now)
{
    for (unsigned i = 0; i < options.connections; i++)
        if (options.rate <= 0) {
            start(&connections[i], now);
        } else {
            connections[i].next = idle;
            idle = &connections[i];
        }
}

/* What is in flight at the end is waited for: it must be right too, and must not burden the server
 * when the next measurement begins. */
static void run(int epoll)
{
    uint64_t now = now_ns();
    measure_from = now + options.warm_ms * NS_PER_MS;
    measure_to = measure_from + options.measure_ms * NS_PER_MS;
    start_all(now);
    while ((now = now_ns()) < measure_to) {
        uint64_t next = options.rate > 0 ? arrivals(now) : measure_to;
        wait_until(epoll, now, next < measure_to ? next : measure_to);
    }
    uint64_t patience = measure_to + PATIENCE_S * NS_PER_S;
    while (outstanding && (now = now_ns()) < patience)
        wait_until(epoll, now, patience);
    if (outstanding) {
        fprintf(stderr, "load: %u answers are missing after %d s\n", outstanding, PATIENCE_S);
        exit(1);
    }
}

/* ---- Start and end --------------------------------------------------------------------------- */

static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static double cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void print(double cpu)
{
    const struct histogram *latency = &totals.latency;
    printf("{\"answers\": %llu, \"all_answers\": %llu, \"seconds\": %.6f, \"not_200\": %llu, "
           "\"wrong\": %llu, "
           "\"late_starts\": %llu, \"load_cpu_seconds\": %.6f, "
           "\"p50_us\": %.1f, \"p99_us\": %.1f, \"p999_us\": %.1f, \"max_us\": %.1f}\n",
           (unsigned long long)totals.answers, (unsigned long long)totals.all,
           (double)options.measure_ms / 1e3, (unsigned long long)totals.not_200,
           (unsigned long long)totals.wrong, (unsigned long long)totals.late_starts, cpu,
           histogram_at(latency, 0.5) / 1e3, histogram_at(latency, 0.99) / 1e3,
           histogram_at(latency, 0.999) / 1e3, (double)latency->highest / 1e3);
}

static bool read_options(int argc, char **argv)
{
    static const struct option known[] = {{"connections", required_argument, NULL, 'c'},
                                          {"warm", required_argument, NULL, 'w'},
                                          {"measure", required_argument, NULL, 'm'},
                                          {"rate", required_argument, NULL, 'r'},
                                          {"expect", required_argument, NULL, 'e'},
                                          {"times", required_argument, NULL, 't'},
                                          {0}};
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        unsigned number = optarg ? (unsigned)strtoul(optarg, NULL, 10) : 0;
        if (option == 'c')
            options.connections = number;
        else if (option == 'w')
            options.warm_ms = number;
        else if (option == 'm')
            options.measure_ms = number;
        else if (option == 'r')
            options.rate = strtod(optarg, NULL);
        else if (option == 'e')
            options.expectation.text = optarg;
        else if (option == 't')
            options.expectation.times = number;
        else
            return false;
    }
    int left = argc - optind;
    if (left < 3 || left > BODIES_MAX + 2 || !options.connections || !options.measure_ms ||
        !options.expectation.text || !*options.expectation.text)
        return false;
    options.address = argv[optind];
    options.path = argv[optind + 1];
    return true;
}

int main(int argc, char **argv)
{
    if (!read_options(argc, argv)) {
        fprintf(stderr, "usage: load [--connections N] [--warm MS] [--measure MS] [--rate N] "
                        "--expect TEXT --times N ADDRESS PATH BODY...\n");
        return 2;
    }
    for (int i = optind + 2; i < argc; i++)
        if (request_read(&bodies[body_count++], options.path, argv[i]) < 0)
            fail(argv[i]);
    raise_descriptor_limit();
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    connections = calloc(options.connections, sizeof *connections);
    if (epoll < 0 || !connections)
        fail("start");
    for (unsigned i = 0; i < options.connections; i++)
        if (connection_open(&connections[i], options.address, epoll) < 0)
            fail(options.address);
    double before = cpu_seconds();
    run(epoll);
    print(cpu_seconds() - before);
    return 0;
}
