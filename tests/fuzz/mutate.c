/* SPDX-License-Identifier: Apache-2.0 */
/* mutate.c: the changes that a source gets. Each lies within the source, says so in printable
 * letters, and leaves the rest as it was. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mutate/mutate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct mutation *mutation, const char *source, size_t size)
{
    struct buffer out = BUFFER_INIT;
    size_t behind = (size_t)mutation->offset + mutation->size;
    must(mutation->size > 0 && behind <= size && mutation->line > 0 && mutation->column > 0);
    must(memchr(mutation->what, 0, sizeof mutation->what) && *mutation->what);
    for (const char *at = mutation->what; *at; at++)
        must(*at >= ' ' && *at <= '~');
    mutation_apply(mutation, source, size, &out);
    must(!out.failed && out.size >= size - mutation->size);
    must(memcmp(out.data, source, mutation->offset) == 0);
    must(memcmp(out.data + out.size - (size - behind), source + behind, size - behind) == 0);
    buffer_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy of its own size, so that a sanitizer sees the first byte beyond. */
    char *source = malloc(size ? size : 1);
    struct mutations found;
    must(source != NULL);
    if (size)
        memcpy(source, data, size);
    must(mutations_find(&found, source, size) && found.count <= MUTATIONS_MAX);
    for (size_t i = 0; i < found.count; i++)
        check(&found.list[i], source, size);
    mutations_deinit(&found);
    free(source);
    return 0;
}
