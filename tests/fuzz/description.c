/* SPDX-License-Identifier: Apache-2.0 */
/* description.c: description_decode and description_example on any bytes that a worker may hand out
 * as JOB_DESCRIBE's output. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void description_judge(const struct description *d)
{
    must(memchr(d->name, 0, sizeof d->name) && memchr(d->category, 0, sizeof d->category));
    must(memchr(d->summary, 0, SENTENCE_MAX) && memchr(d->answer, 0, SENTENCE_MAX));
    must(!strchr(d->name, '/') && !strchr(d->name, '.') && d->name[0]);
    must(d->state_size <= RS_STATE_MAX && d->witness_size <= RS_WITNESS_MAX);
    must(d->cpu_ms >= 1 && d->cpu_ms <= CPU_MS_MAX && d->stack_kib <= STACK_KIB_MAX);
    must(d->metric_count <= RS_METRICS_MAX && d->example_count <= RS_EXAMPLES_MAX);
    must(isfinite(d->guess_rate) && isfinite(d->empty_may_win));
    must(d->checker ? d->levels == 0 : d->levels >= 5 && d->levels <= RS_LEVELS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct description description;
    struct example example;
    struct error error = {0};
    bool good = description_decode(data, size, &description, &error) == 0;
    if (good)
        description_judge(&description);
    else
        must(error.text[0] && memchr(error.text, 0, sizeof error.text));
    unsigned count = 0;
    while (description_example(data, size, count, &example)) {
        must((const uint8_t *)example.given >= data && example.given_size <= size);
        must((const uint8_t *)example.response + example.response_size <= data + size);
        count++;
    }
    must(!good || count == description.example_count);
    return 0;
}
