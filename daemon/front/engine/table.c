/* SPDX-License-Identifier: Apache-2.0 */
/* table.c: linear probing; removal shifts back, so that there are no tombstones. */
#include "daemon/front/engine/table.h"

#include <stdlib.h>

#include "daemon/front/engine/memory.h"

enum { TABLE_LEAST = 64 };

static size_t home(const struct table *table, uint64_t key)
{
    /* Keys are counted up; the multiplier (2^64 / golden ratio) spreads them, the high bits most.
     */
    return (size_t)((key * 0x9e3779b97f4a7c15u) >> 32) & (table->capacity - 1);
}

static size_t seek(const struct table *table, uint64_t key)
{
    size_t at = home(table, key);
    while (table->rows[at].key && table->rows[at].key != key)
        at = (at + 1) & (table->capacity - 1);
    return at;
}

void table_deinit(struct table *table)
{
    free(table->rows);
    *table = TABLE_INIT;
}

void *table_find(const struct table *table, uint64_t key)
{
    return table->count ? table->rows[seek(table, key)].value : NULL;
}

static void grow(struct table *table)
{
    struct table old = *table;
    table->capacity = old.capacity ? old.capacity * 2 : TABLE_LEAST;
    table->rows = memory_new(table->capacity * sizeof *table->rows);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.rows[i].key)
            table->rows[seek(table, old.rows[i].key)] = old.rows[i];
    free(old.rows);
}

void table_put(struct table *table, uint64_t key, void *value)
{
    if (table->count * 2 >= table->capacity)
        grow(table);
    size_t at = seek(table, key);
    table->count += !table->rows[at].key;
    table->rows[at] = (struct table_row){key, value};
}

void table_remove(struct table *table, uint64_t key)
{
    size_t mask = table->capacity - 1;
    size_t hole;
    if (!table->count || !table->rows[hole = seek(table, key)].key)
        return;
    table->count--;
    for (size_t at = hole;;) {
        table->rows[hole] = (struct table_row){0, NULL};
        do {
            at = (at + 1) & mask;
            if (!table->rows[at].key)
                return;
            /* A row may move back into the hole unless its home lies after the hole. */
        } while (((at - home(table, table->rows[at].key)) & mask) < ((at - hole) & mask));
        table->rows[hole] = table->rows[at];
        hole = at;
    }
}

void *table_next(const struct table *table, size_t *at)
{
    while (*at < table->capacity) {
        const struct table_row *row = &table->rows[(*at)++];
        if (row->key)
            return row->value;
    }
    return NULL;
}
