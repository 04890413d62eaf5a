/* SPDX-License-Identifier: Apache-2.0 */
/* read_file.h: the whole of a small file. */
#ifndef CTL_READ_FILE_H
#define CTL_READ_FILE_H

#include <stdbool.h>

#include "lib/base/buffer.h"

/* False after a complaint: it cannot be read, or has more than `most` bytes. */
bool read_file(const char *path, size_t most, struct buffer *out);

#endif
