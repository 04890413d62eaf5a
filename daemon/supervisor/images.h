/* SPDX-License-Identifier: Apache-2.0 */
/* images.h: what the front has asked to be compiled, by its numbers: waiting, compiling, or an
 * image that workers can be started from. */
#ifndef SUPERVISOR_IMAGES_H
#define SUPERVISOR_IMAGES_H

#include <uv.h>

#include "daemon/supervisor/spares.h"

struct image;

struct images {
    uv_loop_t *loop;
    struct spares *spares;
    unsigned compilers_most; /* at a time; the rest waits in order */
    unsigned compiling, count;
    struct image *first, **last; /* in the order of the requests */
    uv_timer_t timer;            /* looks for compilers that take too long, while there are any */
    /* COMPILED, for the front. Takes the descriptors. */
    void (*say)(void *context, const struct message *message, const int *descriptors, int count);
    void (*gone)(void *context); /* the last running compiler has been reaped */
    void *context;
};

void images_init(struct images *images, uv_loop_t *loop);
/* Takes `source`. Every request is answered by one COMPILED. −EPROTO: the number is in use. */
int images_compile(struct images *images, uint64_t number, int source);
/* Takes `file`, an image that an earlier life has compiled. The same answer, at once. */
int images_adopt(struct images *images, uint64_t number, int file);
/* FRONT_FORGET. A compiler that still runs for it is killed; its COMPILED says that it failed. */
void images_forget(struct images *images, uint64_t number);
/* The sealed image, borrowed; −1 where there is none under that number. */
int images_find(const struct images *images, uint64_t number);
/* Forgets everything, without a word to the front, which is gone. */
void images_drop_all(struct images *images);
/* At once: kills and reaps without the loop, for the end of the daemon. */
void images_reap_all(struct images *images);
void images_close(struct images *images);

#endif
