/* SPDX-License-Identifier: Apache-2.0 */
/* request_response.h: what the model wrote, out of a response that is a string or a list of chat
 * messages. Of a list the last assistant message counts: its content, or a tool call's arguments.
 */
#ifndef FRONT_REQUEST_RESPONSE_H
#define FRONT_REQUEST_RESPONSE_H

#include "daemon/front/request_score.h"

/* `tool`: the function whose arguments are judged, or NULL for the message's content. `*out` points
 * into the document's text, or to `*made`, which is then the caller's to free. out->data is never
 * NULL on true. `*found`: there was such a call, or a content. False and `trouble` for another
 * shape. A response is read once: texts in parts are moved together where they stand. */
bool response_read(const struct value *response, const char *tool, struct span *out, char **made,
                   bool *found, struct request_trouble *trouble);

/* The content of one message: a string, null, or parts of which the texts count. */
bool response_read_content(const struct value *message, struct span *out, bool *found,
                           struct request_trouble *trouble);

#endif
