/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.c: see nearest.h. */
#include "lib/base/nearest.h"

#include <string.h>

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance; `a` has at most NEAREST_BYTES_MAX bytes. */
static unsigned distance(const char *a, size_t a_size, const char *b)
{
    unsigned row[NEAREST_BYTES_MAX + 1];
    for (unsigned i = 0; i <= a_size; i++)
        row[i] = i;
    for (; *b; b++) {
        unsigned diagonal = row[0]++;
        for (size_t i = 0; i < a_size; i++) {
            unsigned above = row[i + 1];
            row[i + 1] = least(diagonal + (a[i] != *b), least(above, row[i]) + 1);
            diagonal = above;
        }
    }
    return row[a_size];
}

struct nearest nearest_to(const char *name)
{
    size_t size = strnlen(name, NEAREST_BYTES_MAX + 1);
    return (struct nearest){
        .name = name,
        .size = size,
        .away = size > NEAREST_BYTES_MAX ? 0 : (unsigned)size / 3 + 1,
    };
}

void nearest_look(struct nearest *nearest, const char *known)
{
    if (nearest->away == 0)
        return;
    unsigned away = distance(nearest->name, nearest->size, known);
    if (away < nearest->away) {
        nearest->away = away;
        nearest->found = known;
    }
}
