/* SPDX-License-Identifier: Apache-2.0 */
/* request_reward.h: the bodies of OpenRLHF's POST /get_reward and of slime's and miles's POST /rm.
 * They are changed in place, and must stay until the request is cleared. A sample whose label or
 * response cannot be read is an item with a refusal. False and `trouble` where the request as a
 * whole is wrong. Pure. */
#ifndef FRONT_REQUEST_REWARD_H
#define FRONT_REQUEST_REWARD_H

#include "daemon/front/request_label.h"

/* {"query": […], "prompts": […], "labels": […]}, one item for each sample. */
bool openrlhf_request_read(struct score_request *request, struct document *document, char *text,
                           size_t size, const struct trainer_rules *rules,
                           struct request_trouble *trouble);

/* What the model wrote, of prompt and response in one text with special tokens, whose beginning may
 * have been cut off: what follows the prompt, or the last occurrence of its end, or of a mark that
 * begins an assistant's turn; else all of it. Without the tokens that end a turn. */
struct span openrlhf_response(struct span query, struct span prompt);

/* {"prompt": …, "response": …, "label": …} */
bool slime_request_read(struct score_request *request, struct document *document, char *text,
                        size_t size, const struct trainer_rules *rules,
                        struct request_trouble *trouble);

#endif
