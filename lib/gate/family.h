/* SPDX-License-Identifier: Apache-2.0 */
/* family.h: within the gate: what a family of checks is, and what all of them work on. A family
 * plans the probes of its stage, writes the text of each when its turn comes, takes its result, and
 * at the end of the stage settles its checks. */
#ifndef GATE_FAMILY_H
#define GATE_FAMILY_H

#include "lib/gate/gate.h"
#include "lib/gate/token.h"

/* The memory that plans of one stage may take: beyond it fewer probes are planned. */
enum { PLANS_MAX = 400000, FAMILIES_MAX = 16 };

/* Answers that may end their worker before the gate gives up: each takes up to .cpu_ms, and they
 * have long rejected the environment. */
enum { DEATHS_MAX = 16 };

enum stage {
    STAGE_DRAW,   /* instances */
    STAGE_ASK,    /* their questions and oracles, and all of it again */
    STAGE_ORACLE, /* right answers score 1 */
    STAGE_FOOL,   /* wrong answers do not */
    STAGE_BREAK,  /* nor do they break anything */
    STAGE_PARTS,  /* what each part of the state decides */
    STAGE_COUNT
};

/* How a planned text becomes a response. */
enum form {
    FORM_ANSWER,   /* in answer tags, the way that a model's goes */
    FORM_BARE,     /* the answer itself: no extraction, which would take nothing for no answer */
    FORM_RESPONSE, /* the whole response, as it was composed */
};

struct text {
    char *data; /* owned; NUL-terminated; NULL where there is none */
    size_t size;
};

struct instance {
    unsigned level; /* 0 for a checker's example */
    uint64_t seed;
    unsigned attempts;
    unsigned char *state; /* owned; NULL where it could not be drawn */
    size_t state_size;
    struct text question, oracle, other; /* other: what another wrote */
    double declared;                     /* a checker's example: the score that it says */
    bool sound;                          /* it can be asked, and the oracle's answer scored 1 */
};

struct gate {
    struct gate_subject subject;
    enum gate_effort effort;
    struct report report;
    struct instance *instances; /* level by level */
    unsigned instance_count, per_level;
    enum stage stage;
    bool started, over;
    bool metric_set[RS_METRICS_MAX];
    bool broken;     /* memory ran out */
    unsigned deaths; /* of workers, by answers that count */
    struct plan *plans;
    unsigned plan_count, plan_next, plan_room;
    struct probe **in_flight;
    unsigned in_flight_count, in_flight_room;
    void *own[FAMILIES_MAX];     /* of each family, freed by free */
    unsigned lost[FAMILIES_MAX]; /* calls of each family that came to nothing by no fault of its
                                    subject */
    bool active[FAMILIES_MAX];   /* plans another round */
};

struct family {
    enum stage stage;
    bool environments, checkers;   /* what it applies to */
    const enum gate_check *checks; /* that it settles; ends with CHECK_COUNT */
    void (*plan)(struct gate *gate, unsigned family);
    /* Writes probe->text, for a kind of job that has one; may replace the state. NULL: no text. */
    void (*compose)(struct gate *gate, struct probe *probe);
    void (*take)(struct gate *gate, const struct probe *probe, const struct probe_result *result);
    /* Whether a planned probe is not worth its time any more. NULL: never. */
    bool (*skip)(struct gate *gate, const struct plan *plan);
    /* All planned probes are back. True: the family plans another round. */
    bool (*assess)(struct gate *gate, unsigned family);
};

extern const struct family family_draw, family_ask, family_examples, family_oracle, family_nothing,
    family_constants, family_transplants, family_guesses, family_mutants, family_places,
    family_text, family_numbers, family_precision, family_sizes, family_pure, family_influence;

/* ---- For families ----------------------------------------------------------------------------
 */

void gate_plan(struct gate *gate, struct plan plan);

/* Memory of the family, zeroed, at its first call; NULL where there is none. */
void *gate_own(struct gate *gate, unsigned family, size_t size);

/* Counts a probe of a check. */
static inline void gate_tried(struct gate *gate, enum gate_check check)
{
    gate->report.checks[check].tried++;
}

/* Counts one against a check, and keeps the proof while there is room. `result` may be NULL. */
__attribute__((format(printf, 5, 6))) void gate_against(struct gate *gate, enum gate_check check,
                                                        const struct probe *probe,
                                                        const struct probe_result *result,
                                                        const char *format, ...);

/* Settles a check by what was counted: failed where more than `allowed` were against it, not run
 * where nothing was tried. */
void gate_settle(struct gate *gate, enum gate_check check, double allowed, const char *what);

/* Settles a check by the worst of its rates: failed where `failed`. */
__attribute__((format(printf, 5, 6))) void gate_settle_rate(struct gate *gate,
                                                            enum gate_check check,
                                                            const struct rate *rate, bool failed,
                                                            const char *format, ...);

static inline const struct instance *instance_of(const struct gate *gate, const struct probe *probe)
{
    return &gate->instances[probe->plan.instance];
}

/* The best mean reward that an answer given blindly may have. */
double gate_guess_rate(const struct gate *gate);

/* Whether the call ended its worker. */
bool outcome_is_death(enum outcome outcome);

/* Whether it is one of the first `most` instances of its level: for costly probes. */
bool instance_among(const struct gate *gate, unsigned instance, unsigned most);

/* Copies the state that a call gave. False: it has not the declared size, which no honest worker
 * says. */
bool instance_keep_state(struct gate *gate, struct instance *instance,
                         const struct probe_result *result);

/* The answer that a probe gave, without its tags. */
struct token probe_answer(const struct probe *probe);

/* A small generator (splitmix64) for choices that must be the same every time. */
uint64_t gate_mix(uint64_t seed);

#endif
