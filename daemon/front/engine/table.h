/* SPDX-License-Identifier: Apache-2.0 */
/* table.h: from a number to a pointer, by open addressing. Numbers are not 0; values not NULL. */
#ifndef ENGINE_TABLE_H
#define ENGINE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table {
    struct table_row {
        uint64_t key; /* 0: free */
        void *value;
    } * rows;
    size_t capacity, count; /* capacity: 0 or a power of two */
};
#define TABLE_INIT ((struct table){0})

void table_deinit(struct table *table); /* values are the caller's */
void *table_find(const struct table *table, uint64_t key);
void table_put(struct table *table, uint64_t key, void *value); /* the key is not there yet */
void table_remove(struct table *table, uint64_t key);           /* harmless where it is not */
/* Walks all values: `*at` begins as 0; NULL at the end. No put or remove while walking. */
void *table_next(const struct table *table, size_t *at);

#endif
