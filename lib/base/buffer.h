/* SPDX-License-Identifier: Apache-2.0 */
/* buffer.h: bytes that grow. An allocation that fails sets `failed`, and everything later is a
 * no-op: callers append freely and look once at the end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data; /* owned; NUL-terminated where size > 0 */
    size_t size, capacity;
    bool failed;
};
#define BUFFER_INIT ((struct buffer){0})

void buffer_deinit(struct buffer *buffer); /* frees; leaves BUFFER_INIT */
void buffer_clear(struct buffer *buffer);  /* keeps the memory */
bool buffer_reserve(struct buffer *buffer, size_t more);
void buffer_append(struct buffer *buffer, const void *bytes, size_t size);
void buffer_append_text(struct buffer *buffer, const char *text);
__attribute__((format(printf, 2, 3))) void buffer_print(struct buffer *buffer, const char *format,
                                                        ...);
/* Hands the bytes over to be freed with free(); NULL where an append failed. Leaves BUFFER_INIT. */
char *buffer_take(struct buffer *buffer, size_t *size);

#endif
