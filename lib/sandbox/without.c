/* SPDX-License-Identifier: Apache-2.0 */
/* without.c: see without.h. Part of a build for the benchmark only. */
#include "lib/sandbox/without.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#define WITHOUT_NAME(symbol, name) [WITHOUT_##symbol] = name,
    WITHOUT_LAYERS(WITHOUT_NAME)
#undef WITHOUT_NAME
};

static unsigned bit_of(const char *name, size_t length)
{
    for (int i = 0; i < WITHOUT_LAYER_COUNT; i++)
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0)
            return 1u << i;
    abort();
}

/* Before main, and before any lock. */
static unsigned left_out;
__attribute__((constructor)) static void read_list(void)
{
    const char *list = getenv("RESYND_WITHOUT");
    while (list && *list) {
        size_t length = strcspn(list, ",");
        left_out |= bit_of(list, length);
        list += length + (list[length] == ',');
    }
}

bool without(enum without_layer layer)
{
    return left_out & 1u << layer;
}

bool without_any(void)
{
    return left_out != 0;
}
