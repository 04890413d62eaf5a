/* SPDX-License-Identifier: Apache-2.0 */
/* compile.h: libtcc behind one function, for resynd-compiler; and, for everyone else, the reader of
 * the report that it leaves (compile_report.h). One compile a process: libtcc keeps global state.
 */
#ifndef COMPILE_COMPILE_H
#define COMPILE_COMPILE_H

#include <stddef.h>

#include "proto/diagnostic.h"
#include "proto/image.h"

/* Compiles `size` bytes of `source` to `image`, IMAGE_BYTES_MAX of zeroed memory mapped at
 * IMAGE_BASE. Diagnostics go to `report`, which is zeroed memory; report->finished is written last.
 * Opens no file, and allocates with malloc only. May crash, hang or write anywhere on hostile
 * source: call it in a locked process. */
void compile(const char *source, size_t size, struct image_header *image,
             struct compile_report *report);

#endif
