/* SPDX-License-Identifier: Apache-2.0 */
/* outcome.h: the status of a verdict, one row each. The row is the enum, the name in JSON and in
 * the metrics' label, the HTTP status of a request for this one verdict, whose fault it is, whether
 * the same request may succeed later, and the sentence for people. */
#ifndef PROTO_OUTCOME_H
#define PROTO_OUTCOME_H

#include <stdbool.h>

enum fault {
    FAULT_NONE,
    FAULT_RESPONSE,    /* what the model wrote */
    FAULT_ENVIRONMENT, /* the environment's code */
    FAULT_REQUEST,     /* the caller's mistake */
    FAULT_SERVER,      /* everything else */
    FAULT_ORACLE_SAYS, /* the response's where the oracle passes on that instance, else the
                          environment's */
};

/* clang-format off */
#define OUTCOMES(X) \
    X(OK,                  "ok",                  200, NONE,        false, "the response was judged") \
    X(TIMEOUT,             "timeout",             200, ORACLE_SAYS, false, "the call used up its CPU time") \
    X(MEMORY,              "memory",              200, ORACLE_SAYS, false, "the call used up its heap (.memory_kib)") \
    X(STACK_OVERFLOW,      "stack_overflow",      200, ORACLE_SAYS, false, "the call overflowed its stack (.stack_kib)") \
    X(CRASH,               "crash",               200, ORACLE_SAYS, false, "the environment's code crashed") \
    X(FORBIDDEN,           "forbidden",           200, ENVIRONMENT, false, "the environment's code made a system call") \
    X(INVALID_SCORE,       "invalid_score",       200, ENVIRONMENT, false, "verify returned something else than a score from 0 to 1") \
    X(NO_INSTANCE,         "no_instance",         200, ENVIRONMENT, false, "generate failed on every draw") \
    X(TEXT_TOO_LONG,       "text_too_long",       200, ENVIRONMENT, false, "observe or solve wrote too much") \
    X(BAD_GIVEN,           "bad_given",           200, REQUEST,     false, "the checker cannot read the ground truth (given)") \
    X(BAD_REQUEST,         "bad_request",         400, REQUEST,     false, "the item is malformed") \
    X(UNKNOWN_ENVIRONMENT, "unknown_environment", 404, REQUEST,     false, "there is no environment of this name") \
    X(UNKNOWN_VERSION,     "unknown_version",     404, REQUEST,     false, "this version of the environment is not here") \
    X(LEVEL_OUT_OF_RANGE,  "level_out_of_range",  404, REQUEST,     false, "the environment has no such level") \
    X(TOO_LARGE,           "too_large",           413, REQUEST,     false, "the response or the ground truth is too long") \
    X(UNAVAILABLE,         "unavailable",         409, ENVIRONMENT, false, "the environment is known but cannot run") \
    X(DEADLINE,            "deadline",            200, SERVER,      true,  "the deadline passed before the verdict") \
    X(OVERLOADED,          "overloaded",          429, SERVER,      true,  "the queue is full") \
    X(STOPPING,            "stopping",            503, SERVER,      true,  "the server is stopping") \
    X(INTERNAL,            "internal",            200, SERVER,      true,  "the server failed to measure")
/* clang-format on */

enum outcome {
#define OUTCOME_ENUM(symbol, name, http, fault, retryable, sentence) OUTCOME_##symbol,
    OUTCOMES(OUTCOME_ENUM)
#undef OUTCOME_ENUM
        OUTCOME_COUNT
};

struct outcome_row {
    const char *name;
    int http;
    enum fault fault;
    bool retryable;
    const char *sentence;
};

/* Never NULL: a number out of range gives the row of OUTCOME_INTERNAL. */
const struct outcome_row *outcome_row(unsigned outcome);

/* "response", "environment", "request", "server", or NULL for FAULT_NONE and FAULT_ORACLE_SAYS. */
const char *fault_name(enum fault fault);

#endif
