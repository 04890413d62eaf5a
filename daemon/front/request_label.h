/* SPDX-License-Identifier: Apache-2.0 */
/* request_label.h: what a data set keeps of an instance, in whatever field its trainer carries
 * along: an address; or an object, as such or as JSON in a string, with `instance`, or `env` and
 * `given`, or `env`, `level` and `seed`. The client library reads labels in the same way. Pure. */
#ifndef FRONT_REQUEST_LABEL_H
#define FRONT_REQUEST_LABEL_H

#include "daemon/front/request_item.h"
#include "daemon/front/trainer_rules.h"

/* Whether the value may be a label: a string that is not empty, or an object that says what is
 * judged, by itself or beside the path's environment. */
bool label_is(const struct value *value, const struct trainer_rules *rules);

/* Reads it, by the rules for what it does not say; other members of an object are the data set's
 * own. A string that holds JSON is read with `inner`, and changed; `reading` points into it, so
 * that `inner` must stay until the item has been added. False: reading->item is one that can be
 * spoilt. */
bool label_read(struct item_reading *reading, const struct value *label, struct document *inner,
                const struct trainer_rules *rules, struct request_trouble *trouble);

#endif
