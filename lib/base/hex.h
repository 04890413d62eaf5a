/* SPDX-License-Identifier: Apache-2.0 */
/* hex.h: a hexadecimal digit of either case. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

/* Its value; −1: it is none. */
static inline int hex_digit(char byte)
{
    return byte >= '0' && byte <= '9'   ? byte - '0'
           : byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
           : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
                                        : -1;
}

#endif
