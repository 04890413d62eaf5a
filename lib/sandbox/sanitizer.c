/* SPDX-License-Identifier: Apache-2.0 */
/* sanitizer.c: the sanitizers' defaults for every resynd executable, and what they need before a
 * filter. */
#include "lib/sandbox/sanitizer.h"

void sanitizer_linked(void)
{
}

#ifndef SANITIZED

void sanitizer_prepare(void)
{
}

#else

#include <sanitizer/common_interface_defs.h>

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

/* Signals stay ours: an environment that reads a null pointer is a crash, not a finding. Leaks are
 * looked for by ptrace, which no locked process may do; those end with _exit. */
const char *__asan_default_options(void)
{
    return "exitcode=86:abort_on_error=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:"
           "handle_sigill=0:handle_abort=0:use_sigaltstack=0:detect_stack_use_after_return=0:"
           "allow_user_segv_handler=1:allocator_may_return_null=1";
}

const char *__ubsan_default_options(void)
{
    return "halt_on_error=1:exitcode=86:abort_on_error=0:print_stacktrace=1";
}

/* The memory map, for one. */
void sanitizer_prepare(void)
{
    __sanitizer_sandbox_arguments arguments = {0};
    __sanitizer_sandbox_on_notify(&arguments);
}

#endif
