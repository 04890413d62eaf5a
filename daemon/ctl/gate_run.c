/* SPDX-License-Identifier: Apache-2.0 */
/* gate_run.c: see gate_run.h. One worker, as many jobs on it as its ring holds; verdicts come in
 * the order of the jobs. A probe that wants a fresh worker waits until the others are done. */
#include "daemon/ctl/gate_run.h"

enum { WINDOW = RING_SLOTS };

/* Probes in order: the first `submitted` are in flight, the others wait for room. */
struct run {
    struct local *local;
    struct gate *gate;
    struct record *record; /* NULL: nobody wants one */
    struct probe *probe[WINDOW];
    unsigned first, count, submitted;
};

static struct probe *at(const struct run *run, unsigned place)
{
    return run->probe[(run->first + place) % WINDOW];
}

/* Takes probes from the gate while there is room for them. False: there are none, nor will be. */
static bool fetch(struct run *run)
{
    while (run->count < WINDOW) {
        struct probe *probe;
        enum gate_turn turn = gate_next(run->gate, &probe);
        if (turn == GATE_OVER)
            return false;
        if (turn == GATE_WAIT)
            return true;
        run->probe[(run->first + run->count++) % WINDOW] = probe;
    }
    return true;
}

/* Whether a probe may be submitted beside those in flight; makes a fresh worker for the next. */
static bool may_submit(struct run *run, const struct probe *probe)
{
    if (run->submitted && (probe->fresh || at(run, run->submitted - 1)->fresh))
        return false;
    if (!run->submitted && probe->fresh)
        local_retire(run->local);
    return local_room(run->local, &probe->job);
}

static int submit(struct run *run, struct error *error)
{
    while (run->submitted < run->count && may_submit(run, at(run, run->submitted))) {
        int code = local_submit(run->local, &at(run, run->submitted)->job, error);
        if (code)
            return code;
        run->submitted++;
    }
    return 0;
}

static int collect(struct run *run, struct error *error)
{
    struct local_result result;
    int code = local_collect(run->local, &result, error);
    if (code)
        return code;
    struct probe *probe = at(run, 0);
    run->first = (run->first + 1) % WINDOW;
    run->count--;
    run->submitted = result.judged ? run->submitted - 1 : 0;
    if (run->record)
        record_keep(run->record, probe, &result);
    gate_take(run->gate, probe,
              &(struct probe_result){.outcome = result.outcome,
                                     .reason = result.reason,
                                     .score = result.judged ? result.verdict.score : 0,
                                     .attempts = result.judged ? result.verdict.attempts : 0,
                                     .metrics = result.judged ? result.verdict.metrics : NULL,
                                     .output = result.output,
                                     .output_size = result.output_size});
    return 0;
}

int gate_run(struct local *local, struct gate *gate, struct record *record, struct error *error)
{
    struct run run = {.local = local, .gate = gate, .record = record};
    while (fetch(&run) || run.count) {
        int code = submit(&run, error);
        if (!code)
            code = collect(&run, error);
        if (code)
            return code;
    }
    return 0;
}
