/* SPDX-License-Identifier: Apache-2.0 */
/* assert.h: a failed assertion ends the call, which then has no score. */
#ifndef ASSERT_H
#define ASSERT_H

_Noreturn void __assert_fail(const char *expression, const char *file, unsigned line,
                             const char *function);
#ifdef NDEBUG
#define assert(expression) ((void)0)
#else
#define assert(expression) \
    ((expression) ? (void)0 : __assert_fail(#expression, __FILE__, __LINE__, __func__))
#endif
#define static_assert _Static_assert

#endif
