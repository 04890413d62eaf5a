/* SPDX-License-Identifier: Apache-2.0 */
/* outcome.c: the table of outcome.h as data. */
#include "proto/outcome.h"

#include <stddef.h>

static const struct outcome_row rows[OUTCOME_COUNT] = {
#define OUTCOME_ROW(symbol, name, http, fault, retryable, sentence) \
    [OUTCOME_##symbol] = {name, http, FAULT_##fault, retryable, sentence},
    OUTCOMES(OUTCOME_ROW)
#undef OUTCOME_ROW
};

const struct outcome_row *outcome_row(unsigned outcome)
{
    return &rows[outcome < OUTCOME_COUNT ? outcome : OUTCOME_INTERNAL];
}

const char *fault_name(enum fault fault)
{
    static const char *const names[] = {
        [FAULT_RESPONSE] = "response",
        [FAULT_ENVIRONMENT] = "environment",
        [FAULT_REQUEST] = "request",
        [FAULT_SERVER] = "server",
    };
    return (unsigned)fault < sizeof names / sizeof *names ? names[fault] : NULL;
}
