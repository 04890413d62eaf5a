/* SPDX-License-Identifier: Apache-2.0 */
/* space.h: the memory that environment code sees, each piece at a fixed address with guard pages
 * around it, so that the same call meets the same addresses in every worker. */
#ifndef WORKER_SPACE_H
#define WORKER_SPACE_H

#include <stdbool.h>

#include "lib/base/error.h"
#include "lib/runtime/runtime.h"
#include "proto/image.h"

/* Below the stack nothing is mapped for so long: a frame that begins far below it (a large local
 * array) must land here too. */
#define STACK_GUARD_BYTES (64ul << 20)

/* What a call is handed: between the heap and the guard of the stack. */
#define DESK_BASE 0x200014000000ul

struct space {
    char *data; /* the image's static data, and how it was */
    const void *snapshot;
    size_t data_size;
    char *stack; /* lowest byte */
    size_t stack_size;
    char *states, *witnesses; /* room for the largest; each followed by a guard */
    char *text;               /* RS_TEXT_MAX + 1 */
    struct rs_text *writer;
    struct rs_random *random;
    void *answer; /* answer_bytes() */
    size_t answer_size;
};

/* Maps what is the same for every image. */
int space_prepare(struct space *space, struct error *error);
/* Maps the rest but for the image, which is mapped already. `stack` and `heap` are bytes. */
int space_open(struct space *space, const struct image_header *header, size_t stack, size_t heap,
               struct error *error);

/* Where a state or a witness of `size` bytes lies: zeroed, and close below a guard, so that writing
 * past its end is a crash and not a surprise. */
void *space_state(const struct space *space, size_t size);
void *space_witness(const struct space *space, size_t size);

/* An empty text, and where it will be written. */
struct rs_text *space_writer(const struct space *space);

#endif
