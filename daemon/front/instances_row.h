/* SPDX-License-Identifier: Apache-2.0 */
/* instances_row.h: one instance for a client: made, put as a question and, where asked for, solved.
 */
#ifndef FRONT_INSTANCES_ROW_H
#define FRONT_INSTANCES_ROW_H

#include "daemon/front/request_instances.h"
#include "daemon/front/scoring.h"
#include "lib/base/json_write.h"

/* In the owner's memory, until done(). */
struct instance_row {
    const struct version *version; /* held until row_deinit; NULL where there is none */
    char address[ADDRESS_BYTES];
    unsigned level;
    uint64_t seed;
    bool solve;
    void (*done)(struct instance_row *row);
    void *owner;

    /* At done(). */
    enum outcome outcome;
    char reason[VERDICT_REASON_MAX];
    uint8_t hash[HASH_BYTES]; /* SHA-256 of the state */
    char *question, *answer;  /* owned */
    size_t question_size, answer_size;

    struct scoring *scoring;
    struct engine *engine;
    struct instance_want want;
    struct job job;
    uint64_t deadline_ns;
    enum { ROW_ENDED, ROW_WAITS, ROW_RUNS } stage;
};

/* Version, level, seed and solve are set. done() is called once, perhaps from within. */
void row_start(struct instance_row *row, struct scoring *scoring, struct engine *engine);
void row_cancel(struct instance_row *row);
void row_deinit(struct instance_row *row);

void row_json(struct json *json, const struct instance_row *row, enum instance_format format,
              enum instance_system system);

#endif
