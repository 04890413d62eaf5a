/* SPDX-License-Identifier: Apache-2.0 */
/* helpers.c: see offered.h: ends of a call that the code asks for, and functions that compilers
 * call without being asked. */
#include "lib/runtime/offered.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "lib/runtime/mathematics.h"
#include "lib/runtime/runtime.h"

void offer_abort(void)
{
    runtime_end(LAST_WORDS_CRASH, "the code called abort");
}

void offer_assert_fail(const char *expression, const char *file, unsigned line,
                       const char *function)
{
    char text[REASON_MAX];
    offer_snprintf(text, sizeof text, "an assert failed in %s, line %u: %s", function, line,
                   expression);
    runtime_end(LAST_WORDS_CRASH, text);
}

int offer_fpclassify(double value)
{
    return fpclassify(value);
}

int offer_fpclassifyf(float value)
{
    return fpclassify(value);
}

int offer_signbit(double value)
{
    return signbit(value) ? 1 : 0;
}

int offer_signbitf(float value)
{
    return signbit(value) ? 1 : 0;
}

double offer_acosh(double value)
{
    return value < 1 ? (double)NAN : det_acosh(value);
}

double offer_floatundidf(unsigned long long value)
{
    return (double)value;
}

float offer_floatundisf(unsigned long long value)
{
    return (float)value;
}

/* The casts below are only made where C defines them. */

unsigned long long offer_fixunsdfdi(double value)
{
    if (!(value > 0))
        return 0;
    return value >= 0x1p64 ? UINT64_MAX : (unsigned long long)value;
}

unsigned long long offer_fixunssfdi(float value)
{
    return offer_fixunsdfdi((double)value);
}

long long offer_fixdfdi(double value)
{
    if (value != value)
        return 0;
    if (value >= 0x1p63)
        return INT64_MAX;
    return value < -0x1p63 ? INT64_MIN : (long long)value;
}

long long offer_fixsfdi(float value)
{
    return offer_fixdfdi((double)value);
}

#ifdef __x86_64__

/* The System V va_list. libtcc calls this for each va_arg: `kind` 0 is an argument in general
 * registers, 1 in a vector register, 2 on the stack. */
struct tcc_va_list {
    unsigned general;
    unsigned vector;
    char *overflow;
    char *registers;
};

enum { GENERAL_END = 48, VECTOR_END = 176 };

void *offer_va_arg(struct tcc_va_list *list, int kind, int size, int align)
{
    size_t bytes = ((size_t)(unsigned)size + 7) & ~(size_t)7;
    uintptr_t alignment = ((uintptr_t)(unsigned)align + 7) & ~(uintptr_t)7;
    if (kind == 0 && list->general + bytes <= GENERAL_END) {
        void *value = list->registers + list->general;
        list->general += (unsigned)bytes;
        return value;
    }
    if (kind == 1 && list->vector < VECTOR_END) {
        void *value = list->registers + list->vector;
        list->vector += 16;
        return value;
    }
    if (kind == 1)
        bytes = 8;
    uintptr_t place = ((uintptr_t)list->overflow + bytes + alignment - 1) & ~(alignment - 1);
    list->overflow = (char *)place;
    return list->overflow - bytes;
}

#endif
