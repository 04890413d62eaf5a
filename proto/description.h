/* SPDX-License-Identifier: Apache-2.0 */
/* description.h: an environment's declaration as a worker hands it out (JOB_DESCRIBE). Untrusted:
 * description_decode (lib/image) checks every field before anyone uses one. */
#ifndef PROTO_DESCRIPTION_H
#define PROTO_DESCRIPTION_H

#include <stdint.h>

#include "proto/limits.h"

/* Strings are NUL-terminated and padded with NUL. Numbers that the author left out hold their
 * defaults. The examples follow the struct: for each a struct description_example, the bytes of
 * given, the bytes of response, without padding. */
struct description {
    uint32_t abi;
    uint32_t checker; /* 0 or 1 */
    uint32_t state_size, witness_size;
    uint32_t levels; /* checkers: 0 */
    uint32_t score;  /* enum rs_score */
    uint32_t rest, answer_form, extract, derived_state;
    uint32_t cpu_ms, memory_kib, stack_kib;
    uint32_t has_another;
    uint32_t metric_count;
    uint32_t example_count;
    double guess_rate, empty_may_win;
    char name[NAME_MAX_BYTES], category[NAME_MAX_BYTES];
    char summary[SENTENCE_MAX], answer[SENTENCE_MAX];
    char metrics[RS_METRICS_MAX][METRIC_NAME_MAX];
};

struct description_example {
    double score;
    uint32_t given_size, response_size;
};

#endif
