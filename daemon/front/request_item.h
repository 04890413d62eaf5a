/* SPDX-License-Identifier: Apache-2.0 */
/* request_item.h: the members of one score item, by one table that serves the single request, a
 * batch's item and a group. For request_score.c. */
#ifndef FRONT_REQUEST_ITEM_H
#define FRONT_REQUEST_ITEM_H

#include "daemon/front/request_score.h"

/* The members of one item as they come; values are borrowed from the request's document. */
struct item_reading {
    struct score_item item;
    const struct value *response, *responses, *given;
    const char *tool; /* of "extract": "tool:NAME" */
    bool has_address, has_env, has_level, has_seed;
};

/* Reads the members of `object` and checks which stand together. On false the place is within the
 * item, or "". */
bool item_read(struct item_reading *reading, const struct value *object,
               struct request_trouble *trouble);

/* The same in parts, for items that are not written as such: a member by its name (which is one of
 * an item's), and what may stand together. On false trouble->place is the caller's business. */
bool item_read_member(struct item_reading *reading, const char *name, const struct value *value,
                      struct request_trouble *trouble);
bool item_check(struct item_reading *reading, struct request_trouble *trouble);

#endif
