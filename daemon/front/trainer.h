/* SPDX-License-Identifier: Apache-2.0 */
/* trainer.h: what the trainers' own routes share. They wait for room in the queue instead of
 * refusing; what was not measured is never a number, unless the query asks for a place-holder. */
#ifndef FRONT_TRAINER_H
#define FRONT_TRAINER_H

#include "daemon/front/score_work.h"

/* How long a trainer waits for an answer, less a margin. */
enum {
    GYM_DEADLINE_MS = 300 * 1000,      /* NeMo Gym waits for ever */
    VERIFIERS_DEADLINE_MS = 55 * 1000, /* verifiers and OpenEnv's client: 60 s */
    OPENRLHF_DEADLINE_MS = 170 * 1000, /* 180 s */
    SLIME_DEADLINE_MS = 110 * 1000,    /* 120 s; miles 300 s */
};

/* The query's part of the rules: on_error, on_response_fault, thinking, extract and full, as far as
 * `allowed` names them (on_error values, "full"). False: the exchange is answered. `rules` holds
 * the route's defaults; what it points to lives as long as the exchange's connection. */
struct trainer_query {
    unsigned on_errors; /* bits: 1 << enum on_error */
    bool full;
};
bool trainer_read_query(struct trainer_rules *rules, struct exchange *exchange,
                        const struct trainer_query *allowed);
/* The path's {}: `name`, `name@version`, or * for whatever the row names. */
bool trainer_read_path(struct trainer_rules *rules, struct exchange *exchange);

/* What a verdict is to the trainer. */
enum trainer_word {
    TRAINER_NUMBER,
    TRAINER_UNMEASURED,
    TRAINER_REFUSED, /* the caller's mistake, or the server stops: an HTTP error for any trainer */
};
enum trainer_word trainer_judge(const struct trainer_rules *rules, const struct verdict *verdict);
/* Of one that is a number: its reward, or the 0 of a response that is to blame. Of others 0, which
 * is for fields that must hold a number beside what says that it is none. */
double trainer_number(const struct score_item *item, const struct verdict *verdict);
/* The HTTP error for a verdict: the status of its outcome; 503 where another try may succeed; else
 * 500. */
void trainer_fail(struct exchange *exchange, const struct verdict *verdict);
/* Fails where some verdict of the work is refused, or unmeasured and rules.on_error says so. False:
 * the exchange is answered. */
bool trainer_settle(struct score_work *work);

/* A work by these rules that waits for room. NULL: the exchange is answered. */
struct score_work *trainer_work_new(struct exchange *exchange, const struct trainer_rules *rules,
                                    void (*ended)(struct score_work *work));

/* Reads a body by a trainer's rules. */
typedef bool trainer_read(struct score_request *request, struct document *document, char *text,
                          size_t size, const struct trainer_rules *rules,
                          struct request_trouble *trouble);
/* Reads the exchange's body and scores it; ended() answers, unless it is answered before. */
void trainer_score(struct exchange *exchange, const struct trainer_rules *rules, trainer_read *read,
                   void (*ended)(struct score_work *work));

/* Beside a reward: acc, valid, format, extracted, response_fault, as 0 or 1. The same five for
 * every verdict of every environment, as in the client library. */
enum { TRAINER_FLAGS = 5 };
extern const char *const trainer_flag_names[TRAINER_FLAGS];
bool trainer_flag(unsigned flag, const struct trainer_rules *rules, const struct verdict *verdict);

#endif
