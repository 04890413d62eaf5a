/* SPDX-License-Identifier: Apache-2.0 */
/* without.h: layers of isolation that a build made for the benchmark (meson's option
 * benchmark_without_layers) can leave out, so that the cost of each can be measured. In every other
 * build the answer is the constant no: there is no switch, and tests/lint looks that there is none.
 */
#ifndef SANDBOX_WITHOUT_H
#define SANDBOX_WITHOUT_H

#include <stdbool.h>

/* Row: symbol, name in the list that RESYND_WITHOUT gives. */
#define WITHOUT_LAYERS(X)                   \
    X(WORKER_FILTER, "worker_filter")       \
    X(FRONT_FILTER, "front_filter")         \
    X(INHERITED_FILTER, "inherited_filter") \
    X(LANDLOCK, "landlock")                 \
    X(NAMESPACES, "namespaces")             \
    X(USER_ID, "user_id")                   \
    X(ROOT, "root")                         \
    X(COUNTER, "counter")                   \
    X(SCRUBBING, "scrubbing")

enum without_layer {
#define WITHOUT_ENUM(symbol, name) WITHOUT_##symbol,
    WITHOUT_LAYERS(WITHOUT_ENUM)
#undef WITHOUT_ENUM
        WITHOUT_LAYER_COUNT
};

#ifdef BENCHMARK_WITHOUT_LAYERS
/* A name that is no layer's ends the process: nothing is measured that was not meant. */
bool without(enum without_layer layer);
bool without_any(void);
#define WITHOUT_PASSED , "RESYND_WITHOUT=" /* to children, whose environment is empty else */
#else
static inline bool without(enum without_layer layer)
{
    return false;
}
static inline bool without_any(void)
{
    return false;
}
#define WITHOUT_PASSED
#endif

#endif
