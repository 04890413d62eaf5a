/* SPDX-License-Identifier: Apache-2.0 */
/* words.h: the sentences that cross from a worker to a client: printable UTF-8. The worker makes
 * them so, the client checks. Pure functions; a control character would reach a terminal or a log
 * as it is, so none passes. */
#ifndef RING_WORDS_H
#define RING_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Valid UTF-8 without control characters (C0, DEL, C1). */
bool words_printable(const char *text, size_t size);

/* Copies `text` into `out` (`room` bytes, NUL included), each control character as a space and each
 * byte that is no UTF-8 as '?', shortened at a character. Returns the size without the NUL. `text`
 * may change meanwhile: `out` is printable all the same. */
size_t words_clean(const char *text, size_t size, char *out, size_t room);

#endif
