/* SPDX-License-Identifier: Apache-2.0 */
/* gym_echo.h: NeMo Gym wants its request back with the verdict in it. What it sent is copied byte
 * for byte, without what an earlier verdict has left there. Pure. */
#ifndef FRONT_GYM_ECHO_H
#define FRONT_GYM_ECHO_H

#include "daemon/front/verdict_json.h"

/* What the verdict is worth to the trainer. */
struct gym_verdict {
    double reward; /* 0 where masked: the field must be a number */
    bool masked;
    const struct score_item *item;
    const struct verdict *verdict;
};

/* Writes `row`, an object that document_read takes, with the verdict. */
void gym_echo(struct buffer *out, const char *row, size_t size, const struct gym_verdict *verdict);

#endif
