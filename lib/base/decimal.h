/* SPDX-License-Identifier: Apache-2.0 */
/* decimal.h: numbers as decimal text, without printf, which costs more than all else in a verdict.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

enum {
    DECIMAL_INTEGER_MAX = 20, /* bytes of a 64-bit integer, its sign included */
    DECIMAL_REAL_MAX = 32,    /* of a double, and of what printf puts behind it */
};

/* `out` has room for as many as above. These return how many were written; there is no NUL. */
size_t decimal_unsigned(uint64_t value, char *out);
size_t decimal_integer(int64_t value, char *out);

/* A finite number as printf's %.15g has it, or with 16 or 17 digits where fewer do not read back as
 * the same; with ".0" where it would look like an integer. */
size_t decimal_real(double value, char *out);

#endif
