/* SPDX-License-Identifier: Apache-2.0 */
/* instances_seen.c: see instances_seen.h. */
#include "daemon/front/instances_seen.h"

#include <stdlib.h>
#include <string.h>

bool seen_init(struct seen *seen, size_t most)
{
    seen->slots = 2 * most + 1;
    seen->keys = calloc(seen->slots, sizeof *seen->keys);
    return seen->keys != NULL;
}

void seen_deinit(struct seen *seen)
{
    free(seen->keys);
    *seen = SEEN_INIT;
}

bool seen_before(struct seen *seen, const struct instance_row *row)
{
    static const uint8_t nothing[HASH_BYTES];
    uint8_t key[HASH_BYTES];
    size_t slot;
    hash_bytes(row->question, row->question_size, key);
    for (size_t i = 0; i < HASH_BYTES; i++)
        key[i] ^= row->version->hash[i];
    memcpy(&slot, key, sizeof slot);
    for (;; slot++) {
        uint8_t *entry = seen->keys[slot % seen->slots];
        if (memcmp(entry, key, HASH_BYTES) == 0)
            return true;
        if (memcmp(entry, nothing, HASH_BYTES) == 0) {
            memcpy(entry, key, HASH_BYTES);
            return false;
        }
    }
}
