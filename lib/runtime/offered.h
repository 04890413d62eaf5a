/* SPDX-License-Identifier: Apache-2.0 */
/* offered.h: the runtime's own versions of functions that the C library has too. offer_NAME is what
 * an environment reaches as NAME. Where nothing is said, the function does what the C standard
 * says. Own, because the C library's would call the system (malloc, qsort), keep something from one
 * call to the next (strtok), depend on the processor (memcmp's value) or be dangerous (%n). */
#ifndef RUNTIME_OFFERED_H
#define RUNTIME_OFFERED_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* ---- arena.c: the heap of a call. Past its end the call ends; so it does where `block` is not one
 * that is in use (a double free, a pointer from elsewhere, an overwritten header). */
void *offer_malloc(size_t size);
void *offer_calloc(size_t count, size_t size);
void *offer_realloc(void *block, size_t size); /* size 0 frees and returns NULL */
void offer_free(void *block);
char *offer_strdup(const char *string);
char *offer_strndup(const char *string, size_t size);
void *arena_try(size_t size); /* as malloc, but NULL past the end */

/* ---- sort.c. The sort is stable, and total: with a comparison that contradicts itself the order
 * is arbitrary, the elements are the same. */
typedef int comparison(const void *, const void *);
void offer_qsort(void *base, size_t count, size_t size, comparison *compare);
void *offer_bsearch(const void *key, const void *base, size_t count, size_t size,
                    comparison *compare);

/* ---- print.c and scan.c. Conversions: d i u o x X c s p e E f F g G a A %, with h hh l ll z j t
 * as C has them; neither wide characters nor long double. A format outside of this, and in printing
 * %n and widths or precisions over 4,096, ends the call: it is a mistake of the environment. */
int offer_snprintf(char *out, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int offer_vsnprintf(char *out, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
int offer_sscanf(const char *text, const char *format, ...) __attribute__((format(scanf, 2, 3)));
int offer_vsscanf(const char *text, const char *format, va_list arguments)
    __attribute__((format(scanf, 2, 0)));

/* ---- text.c. Comparisons return −1, 0 or 1. */
int offer_memcmp(const void *a, const void *b, size_t size);
int offer_strcmp(const char *a, const char *b);
int offer_strncmp(const char *a, const char *b, size_t size);
int offer_strcasecmp(const char *a, const char *b); /* ASCII letters */
int offer_strncasecmp(const char *a, const char *b, size_t size);
char *offer_strtok(char *string, const char *separators);
void strtok_forget(void); /* between two calls */

/* ---- character.c: ASCII, whatever the locale; any int is allowed. */
int offer_isalnum(int c);
int offer_isalpha(int c);
int offer_isblank(int c);
int offer_iscntrl(int c);
int offer_isdigit(int c);
int offer_isgraph(int c);
int offer_islower(int c);
int offer_isprint(int c);
int offer_ispunct(int c);
int offer_isspace(int c);
int offer_isupper(int c);
int offer_isxdigit(int c);
int offer_tolower(int c);
int offer_toupper(int c);

/* ---- helpers.c: abort, assert, and what compilers call without being asked. */
_Noreturn void offer_abort(void);
_Noreturn void offer_assert_fail(const char *expression, const char *file, unsigned line,
                                 const char *function);
int offer_fpclassify(double value); /* FP_NAN 0, FP_INFINITE 1, FP_ZERO 2, FP_SUBNORMAL 3, … 4 */
int offer_fpclassifyf(float value);
int offer_signbit(double value);
int offer_signbitf(float value);
double offer_acosh(double value); /* NaN below 1, where musl's 1.2.3 gives numbers below −1 */
double offer_floatundidf(unsigned long long value);
float offer_floatundisf(unsigned long long value);
/* Out of range: the nearest value; NaN: 0. */
unsigned long long offer_fixunsdfdi(double value);
unsigned long long offer_fixunssfdi(float value);
long long offer_fixdfdi(double value);
long long offer_fixsfdi(float value);
#ifdef __x86_64__
struct tcc_va_list;
void *offer_va_arg(struct tcc_va_list *list, int kind, int size, int align);
#endif

#endif
