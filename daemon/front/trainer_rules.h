/* SPDX-License-Identifier: Apache-2.0 */
/* trainer_rules.h: how a trainer's own route reads rows and says what a verdict is worth to that
 * trainer. Pure. */
#ifndef FRONT_TRAINER_RULES_H
#define FRONT_TRAINER_RULES_H

#include <stdbool.h>

#include "daemon/front/request_address.h"

/* What stands for a reward that was not measured. */
enum on_error {
    ON_ERROR_MASK,   /* the trainer's own word for "do not train on this" */
    ON_ERROR_REFUSE, /* an HTTP error */
    ON_ERROR_NULL,
    ON_ERROR_ZERO, /* a place-holder beside "valid": 0 */
};

struct trainer_rules {
    enum on_error on_error;
    bool
        masks_response_fault; /* else a failure that is the response's own fault is a reward of 0 */
    bool full;                /* a dictionary in place of a number */

    /* For each item, where its label does not say otherwise. */
    struct address env; /* of the path; name "": none */
    unsigned extract, flags, deadline_ms;
    bool has_format_weight;
    double format_weight;
    const char *tool; /* of "extract": "tool:NAME"; the request's */
};

#endif
