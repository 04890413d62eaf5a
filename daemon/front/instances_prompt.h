/* SPDX-License-Identifier: Apache-2.0 */
/* instances_prompt.h: how an instance is put to a model: its question with or without the
 * instruction for the answer's form, as text and as messages. Pure. */
#ifndef FRONT_INSTANCES_PROMPT_H
#define FRONT_INSTANCES_PROMPT_H

#include "daemon/front/request_instances.h"
#include "lib/base/json_write.h"

/* The question with its instruction: a JSON string. */
void prompt_put_question(struct json *json, enum instance_format format, const char *question,
                         size_t size);
/* [system message,] user message: a JSON array of {"role", "content"}. */
void prompt_put_messages(struct json *json, enum instance_format format,
                         enum instance_system system, const char *question, size_t size);

#endif
