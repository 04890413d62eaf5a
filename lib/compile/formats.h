/* SPDX-License-Identifier: Apache-2.0 */
/* formats.h: reads one printf or scanf format. */
#ifndef COMPILE_FORMATS_H
#define COMPILE_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

enum { FORMAT_WIDTH_MAX = 4096 }; /* as the runtime has it (resyn.h: rs_print) */

struct format_verdict {
    unsigned arguments; /* that the conversions take */
    const char *wrong;  /* what is wrong, or NULL */
    size_t place;       /* where in the format: the '%' */
};

/* `text` is the format as it stands in the source, escape sequences and all. */
struct format_verdict format_read(const char *text, size_t size, bool scanning);

#endif
