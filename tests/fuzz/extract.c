/* SPDX-License-Identifier: Apache-2.0 */
/* extract.c: fuzz target: any response gives an answer that lies within it, the same one each time.
 * Input: a byte of options (bits 0–1: extract, 2–4: flags, 5: verbatim), then the response. */
#include <stdlib.h>
#include <string.h>

#include "lib/runtime/runtime.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition)
{
    if (!condition)
        abort();
}

static int blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!memchr(" \t\n\v\f\r", text[i], 6))
            return 0;
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    const char *response = (const char *)data + 1;
    unsigned extract = *data & 3, flags = *data >> 2 & 7;
    bool verbatim = *data >> 5 & 1;
    size--;
    struct extracted found = extract_answer(response, size, extract, flags, verbatim);
    require(found.rule < EXTRACTION_COUNT);
    require(found.offset <= size && found.size <= size - found.offset);
    require(found.rule != EXTRACTION_NONE || found.size == 0);
    require(verbatim || found.size == 0 ||
            (!blank(response + found.offset, 1) &&
             !blank(response + found.offset + found.size - 1, 1)));
    struct extracted again = extract_answer(response, size, extract, flags, verbatim);
    require(again.rule == found.rule && again.offset == found.offset && again.size == found.size);
    return 0;
}
