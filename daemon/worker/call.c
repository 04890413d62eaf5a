/* SPDX-License-Identifier: Apache-2.0 */
/* call.c: see call.h. */
#include "daemon/worker/call.h"

#include <string.h>

#include "daemon/worker/fault.h"
#include "lib/sandbox/without.h"

/* Left free above the first frame: code that reads arguments that it was not given reads zeros. */
enum { STACK_HEADROOM = 64 };

#if defined(__has_feature)
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ /* as gcc says it */
#endif
#endif

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>

/* AddressSanitizer must know on which stack instrumented functions run. It knows stacks as fibers:
 * leaving a fiber that never said that it had arrived takes a step there and a step back. */
static void *own_fiber;
static void stack_enter(const struct space *space)
{
    __sanitizer_start_switch_fiber(&own_fiber, space->stack, space->stack_size);
}
static void stack_leave(void)
{
    const void *bottom;
    size_t size;
    void *call_fiber;
    __sanitizer_finish_switch_fiber(NULL, &bottom, &size);
    __sanitizer_start_switch_fiber(&call_fiber, bottom, size);
    __sanitizer_finish_switch_fiber(own_fiber, NULL, NULL);
}
#else
static void stack_enter(const struct space *space)
{
}
static void stack_leave(void)
{
}
#endif

struct returned call(const struct worker *worker, enum entry entry, const uint64_t argument[4])
{
    const struct space *space = &worker->space;
    struct trampoline trampoline = {.function = worker->header.entry[entry],
                                    .stack_top = space->stack + space->stack_size - STACK_HEADROOM};
    struct returned returned;
    memcpy(trampoline.argument, argument, sizeof trampoline.argument);
    memcpy(space->data, space->snapshot, space->data_size);
    if (!without(WITHOUT_SCRUBBING))
        memory_clear(space->stack, space->stack_size);
    arena_reset();

    stack_enter(space);
    fault_in_call(true);
    trampoline_call(&trampoline, &returned);
    fault_in_call(false);
    stack_leave();
    return returned;
}
