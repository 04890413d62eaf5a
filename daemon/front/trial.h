/* SPDX-License-Identifier: Apache-2.0 */
/* trial.h: a source that a request brings: compiled, described, put through the gate. */
#ifndef FRONT_TRIAL_H
#define FRONT_TRIAL_H

#include "daemon/front/examination.h"
#include "daemon/front/http_exchange.h"

/* The first member of what a route allocates for it (calloc), and frees with trial_free. */
struct trial {
    struct exchange *exchange;
    struct check check;
    const struct version *version; /* held; NULL until compiled */
    struct examination *examination;
    bool ungated;
    bool gone;                                 /* the client is */
    uint64_t begun_ns, compiled_ns, judged_ns; /* uv_hrtime; 0: not so far, or left out */
    /* The source compiles. `examined`: what the gate said; NULL where it was not asked. */
    void (*passed)(struct trial *trial, const struct examined *examined);
};

/* Tries the exchange's body. Where it does not compile, or the server fails, the exchange is
 * answered and the trial freed. */
void trial_start(struct trial *trial, struct exchange *exchange);
void trial_free(struct trial *trial);
/* The member `timing`, of a trial that has begun: what each step took, to be called at the end of
 * the last, which is the registry's where `stored`. */
void trial_put_timing(const struct trial *trial, bool stored, struct json *json);
/* Answers and frees. Before the answer: where the client has gone, so has the exchange after it. */
void trial_fail(struct trial *trial, int status, const char *code, const char *message,
                const char *hint, const struct buffer *details);

#endif
