/* SPDX-License-Identifier: Apache-2.0 */
/* request_gym.h: the bodies of NeMo Gym's routes: a data set's row, and beside it the model's
 * response in the shape of OpenAI's Responses API. Of its output the last message of the assistant
 * is judged, or with "extract": "tool:NAME" the last call of that function; reasoning is not. Pure.
 */
#ifndef FRONT_REQUEST_GYM_H
#define FRONT_REQUEST_GYM_H

#include "daemon/front/request_label.h"

/* Training rollouts carry a number for each token: 64 MiB while one is read. */
enum { GYM_VALUES_MAX = 4 * 1024 * 1024 };

/* Adds the one item of POST /verify. `text` is changed in place and must stay until the request is
 * cleared. False and `trouble` where it is no row with a response. */
bool gym_request_verify(struct score_request *request, struct document *document, char *text,
                        size_t size, const struct trainer_rules *rules,
                        struct request_trouble *trouble);

/* What the row of POST /seed_session is about; the same rules. */
bool gym_request_seed(struct score_request *request, struct document *document, char *text,
                      size_t size, const struct trainer_rules *rules,
                      struct request_trouble *trouble);

#endif
