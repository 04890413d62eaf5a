/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h: what is refused before libtcc sees the source, because libtcc would accept it, crash on
 * it, or say something that helps nobody. By tokens: macros are not expanded, so that nothing here
 * is a line of defence. */
#ifndef COMPILE_RULES_H
#define COMPILE_RULES_H

#include "lib/compile/diagnose.h"

enum {
    /* libtcc recurses: it needs about 1 KiB of stack for a bracket. Far beyond what people write,
     * far below the stack that the compiler has. */
    NESTING_MAX = 256,
    ARRAY_ELEMENTS_MAX = 16 * 1024 * 1024, /* as many bytes as the largest heap */
};

/* long double, inline assembly, #pragma comment, #line, open strings, huge arrays, too deep
 * nesting. */
void rules_check(struct diagnosis *diagnosis);

/* Literal formats of rs_print, rs_reject, snprintf and sscanf (calls.c). */
void formats_check(struct diagnosis *diagnosis);

#endif
