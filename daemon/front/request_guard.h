/* SPDX-License-Identifier: Apache-2.0 */
/* request_guard.h: one pass over the bytes of a JSON body before the parser sees them. The parser
 * spends some 230 bytes on a `{}`, recurses with depth, and refuses a whole document for one lone
 * surrogate, which Python's json writes happily; this pass bounds the first two and mends the
 * third. It does not validate: the parser does. */
#ifndef FRONT_REQUEST_GUARD_H
#define FRONT_REQUEST_GUARD_H

#include <stddef.h>

enum {
    JSON_DEPTH_MAX = 32,
    /* Objects, arrays and their members: some 60 MB of parser's memory at worst; 64 values for
     * each item of the largest batch. */
    JSON_VALUES_MAX = 256 * 1024,
};

enum guard_answer {
    GUARD_PASSED,
    GUARD_TOO_DEEP,
    GUARD_TOO_MANY_VALUES,
    GUARD_UNFINISHED_STRING,
};

struct guard_result {
    enum guard_answer answer;
    size_t offset;     /* of the trouble, in bytes from 0 */
    size_t surrogates; /* lone escapes that were replaced by \ufffd, in place */
};

struct guard_result guard_check(char *text, size_t size);

#endif
