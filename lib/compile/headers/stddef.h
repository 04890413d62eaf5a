/* SPDX-License-Identifier: Apache-2.0 */
/* stddef.h: as environments see it. */
#ifndef STDDEF_H
#define STDDEF_H

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef int wchar_t;
typedef struct {
    long long whole;
    double real;
} max_align_t;

#define NULL ((void *)0)
#define offsetof(type, member) ((size_t) & ((type *)0)->member)

#endif
