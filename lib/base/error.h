/* SPDX-License-Identifier: Apache-2.0 */
/* error.h: a failure that a person will read, passed by value. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* `code` is 0 or a negative errno; `text` says what was tried and why it failed, NUL-terminated. */
struct error {
    int code;
    char text[240];
};

/* Fills `error` (may be NULL) and returns `code`, so that a function can end with it. */
__attribute__((format(printf, 3, 4))) int error_set(struct error *error, int code,
                                                    const char *format, ...);

#endif
