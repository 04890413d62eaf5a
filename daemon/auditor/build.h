/* SPDX-License-Identifier: Apache-2.0 */
/* build.h: from a source to environment.so in the current directory: the headers that authors see,
 * the runtime's functions in place of the C library's, both sanitizers. */
#ifndef AUDITOR_BUILD_H
#define AUDITOR_BUILD_H

#include "daemon/auditor/complaint.h"
#include "lib/base/error.h"

/* `compiler`: by its absolute path. 0: built, or, where *refused, the compiler did not want to, and
 * `complaint` says why. Negative errno where this machine failed. */
int build(const char *compiler, const char *source, size_t size, bool *refused,
          struct complaint *complaint, struct error *error);

#endif
