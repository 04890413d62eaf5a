/* SPDX-License-Identifier: Apache-2.0 */
/* instances_seen.h: the questions that an answer holds already. */
#ifndef FRONT_INSTANCES_SEEN_H
#define FRONT_INSTANCES_SEEN_H

#include "daemon/front/instances_row.h"

struct seen {
    uint8_t (
        *keys)[HASH_BYTES]; /* owned; a table with room to spare; NULL: nothing is looked for */
    size_t slots;
};
#define SEEN_INIT ((struct seen){0})

/* For at most `most` rows. False: no memory. */
bool seen_init(struct seen *seen, size_t most);
void seen_deinit(struct seen *seen);

/* Whether the row's question was there already; now it is. The same words under two versions are
 * two questions: they may be judged differently. `row` has ended with OUTCOME_OK. */
bool seen_before(struct seen *seen, const struct instance_row *row);

#endif
