/* SPDX-License-Identifier: Apache-2.0 */
/* native.h: images of hand-written machine code, for what no C source can say: what is in the
 * registers when a call begins. */
#ifndef PROCESS_WORKER_NATIVE_H
#define PROCESS_WORKER_NATIVE_H

#include "proto/resyn.h"

/* Functions of native.S, each a `verify`: returns 1 where it finds everything as it must be, and
 * leaves it as dirty as it can. */
#define NATIVES(X)     \
    X(general)         \
    X(vectors)         \
    X(wide_vectors)    \
    X(masks)           \
    X(mxcsr)           \
    X(x87)             \
    X(x87_registers)   \
    X(direction)       \
    X(alignment)       \
    X(stack)           \
    X(system_call)     \
    X(old_system_call) \
    X(clock)           \
    X(illegal)         \
    X(breakpoint)

enum native {
#define NATIVE_ENUM(name) NATIVE_##name,
    NATIVES(NATIVE_ENUM)
#undef NATIVE_ENUM
};

/* What native_image declares. */
rs_declaration native_declaration(void);

/* An image with this verify and this declaration; sealed, or not. The caller's to close. */
int native_build(enum native native, const rs_declaration *declaration, bool sealed);

/* A sealed image with this function as its verify; state of 8 bytes. The caller's to close. */
int native_image(enum native native);

#endif
