/* SPDX-License-Identifier: Apache-2.0 */
/* complaint.c: what a build with sanitizers wrote to standard error, which the environment can
 * write to as well. */
#include <stdlib.h>
#include <string.h>

#include "daemon/auditor/complaint.h"
#include "lib/ring/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct complaint *complaint)
{
    const char *end = memchr(complaint->text, 0, sizeof complaint->text);
    must(end && words_printable(complaint->text, (size_t)(end - complaint->text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A copy of its own size, so that a sanitizer sees the first byte beyond. */
    char *text = malloc(size ? size : 1);
    struct complaint complaint;
    must(text != NULL);
    if (size)
        memcpy(text, data, size);
    bool found = complaint_of_sanitizer(text, size, &complaint);
    check(&complaint);
    must(found || (!*complaint.text && complaint.line == 0));
    complaint_of_compiler(text, size, &complaint);
    check(&complaint);
    free(text);
    return 0;
}
